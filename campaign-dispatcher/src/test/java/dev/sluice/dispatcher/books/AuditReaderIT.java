package dev.sluice.dispatcher.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.dispatcher.UnfinishedOffsets;
import dev.sluice.schemas.Campaign.State;
import dev.sluice.testsupport.TestBroker;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Where every message is, read from a real broker whose records the test has written.
@Timeout(60)
final class AuditReaderIT {

  @BeforeAll
  static void createTopics() {
    TestBroker.createSharedTopics();
  }

  private static AuditReport audit(HandWritten tenant) {
    try (AuditReader reader = AuditReader.open(TestBroker.connection(), tenant.group())) {
      return reader.audit(tenant.tenant(), Outcomes.SPRING);
    }
  }

  @Test
  void shouldFindEveryMessageWhereverItIs() {
    try (HandWritten tenant = new HandWritten().withTopics()) {
      // Given: one with an outcome, one parked, one in hand behind what is done, one not read
      tenant.set(tenant.said().campaign(State.RUNNING, 4));
      tenant.append("decided");
      tenant.append("parked");
      long inHand = tenant.append("in hand");
      tenant.append("not read");
      tenant.store(tenant.said().accepted("decided"));
      tenant.park(tenant.said().message("parked"));
      TreeSet<Long> unfinished = new TreeSet<>(List.of(inHand));
      tenant.commit(inHand, new UnfinishedOffsets(inHand, inHand + 1, unfinished).encode());

      // When
      AuditReport report = audit(tenant);

      // Then
      assertThat(report.isWhole()).isTrue();
      assertThat(report.appended()).isEqualTo(4);
      assertThat(report.decided()).isEqualTo(1);
      assertThat(report.pending()).isEqualTo(2);
      assertThat(report.parked()).isEqualTo(1);
      assertThat(report.missing()).isZero();
    }
  }

  @Test
  void shouldReportAMessageWhoseOutcomeWasWithheld() {
    try (HandWritten tenant = new HandWritten().withTopics()) {
      // Given
      tenant.set(tenant.said().campaign(State.RUNNING, 4));
      tenant.append("m-1");
      long withheld = tenant.append("m-2");
      tenant.append("m-3");
      tenant.store(tenant.said().accepted("m-1"));
      tenant.store(tenant.said().failed("m-3", "131026"));
      tenant.commit(withheld + 2, "");

      // When
      AuditReport report = audit(tenant);

      // Then
      assertThat(report.isWhole()).isFalse();
      assertThat(report.unaccounted()).isEqualTo(1);
      assertThat(report.unaccountedOffsets()).containsExactly(withheld);
      assertThat(report.missing()).as("of four, three were appended").isEqualTo(1);
    }
  }

  @Test
  void shouldSayThatATenantHasNoTopic() {
    try (HandWritten tenant = new HandWritten()) {
      // Given
      tenant.set(tenant.said().campaign(State.RUNNING, 1));

      // When, Then
      assertThatThrownBy(() -> audit(tenant))
          .isInstanceOf(BooksUnavailable.class)
          .hasMessageContaining("does not exist");
    }
  }
}
