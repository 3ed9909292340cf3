package dev.sluice.dispatcher.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.sluice.schemas.Campaign.State;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.TenantId;
import dev.sluice.testsupport.TestBroker;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The accounts as they are read from a real broker.
@Timeout(60)
final class BooksReaderIT {

  private final HandWritten written = new HandWritten();
  private final TenantId tenant = written.tenant();
  private final Outcomes said = written.said();

  @BeforeAll
  static void createTopics() {
    TestBroker.createSharedTopics();
  }

  @AfterEach
  void endCampaigns() {
    written.close();
  }

  @Test
  void shouldReadACampaignAndGoOnFromThere() {
    // Given
    written.set(said.campaign(State.RUNNING, 5));
    written.store(said.accepted("m-1"));
    written.store(said.accepted("m-2"));
    written.store(said.failed("m-3", "131026"));
    written.store(said.failedLate("m-2"));
    try (BooksReader reader = BooksReader.open(TestBroker.connection())) {
      CampaignCount before = reader.read(tenant, Outcomes.SPRING).getFirst();
      written.store(said.skipped("m-4"));
      written.set(said.campaign(State.PAUSED, 5));

      // When
      CampaignCount after = reader.refresh().getFirst();

      // Then
      assertThat(before.accepted()).isEqualTo(1);
      assertThat(before.failed()).isEqualTo(2);
      assertThat(before.failedLate()).isEqualTo(1);
      assertThat(before.pending()).isEqualTo(2);
      assertThat(before.failureCodes()).containsExactly(entry("131026", 2L));
      assertThat(before.campaign().state()).isEqualTo(State.RUNNING);
      assertThat(after.skipped()).isEqualTo(1);
      assertThat(after.decided()).isEqualTo(4);
      assertThat(after.campaign().state()).isEqualTo(State.PAUSED);
    }
  }

  @Test
  void shouldReadAllCampaignsThatAreOpenOrHaveJustEnded() {
    // Given
    Outcomes longAgo = new Outcomes(tenant, said.at().minusSeconds(9 * 86_400));
    written.set(longAgo.campaign(new CampaignId("winter"), State.DONE, 1));
    written.set(said.campaign(new CampaignId("autumn"), State.DONE, 1));
    written.set(said.campaign(State.RUNNING, 1));
    written.store(said.accepted("m-1"));

    // When
    List<CampaignCount> all;
    try (BooksReader reader = BooksReader.open(TestBroker.connection())) {
      all = reader.read(tenant, null);
    }

    // Then
    assertThat(all.stream().map(it -> it.campaign().id().value()))
        .containsExactly("autumn", "spring");
    assertThat(all.stream().map(CampaignCount::accepted)).containsExactly(0L, 1L);
  }

  @Test
  void shouldTakeInACampaignThatIsNewSince() {
    // Given
    written.set(said.campaign(new CampaignId("autumn"), State.RUNNING, 1));
    try (BooksReader reader = BooksReader.open(TestBroker.connection())) {
      int before = reader.read(tenant, null).size();
      written.store(said.accepted("m-1"));
      written.set(said.campaign(State.RUNNING, 1));

      // When
      List<CampaignCount> after = reader.refresh();

      // Then
      assertThat(before).isEqualTo(1);
      assertThat(after.stream().map(CampaignCount::accepted)).containsExactly(0L, 1L);
    }
  }

  @Test
  void shouldNameTheExactIdsThatFailed() {
    // Given
    written.set(said.campaign(State.RUNNING, 5));
    written.store(said.failed("m-1", "131026"));
    written.store(said.accepted("m-2"));
    written.store(said.unknown("m-3"));
    written.store(said.failedLate("m-2"));

    // When
    Set<String> failed;
    Set<String> unknownToo;
    Set<String> ofAnother;
    try (BooksReader reader = BooksReader.open(TestBroker.connection())) {
      failed = reader.failedIds(tenant, Outcomes.SPRING, false);
      unknownToo = reader.failedIds(tenant, Outcomes.SPRING, true);
      ofAnother = reader.failedIds(tenant, new CampaignId("autumn"), true);
    }

    // Then
    assertThat(failed).containsExactlyInAnyOrder("m-1", "m-2");
    assertThat(unknownToo).containsExactlyInAnyOrder("m-1", "m-2", "m-3");
    assertThat(ofAnother).isEmpty();
  }

  @Test
  void shouldSayNothingOfACampaignThatIsNotThere() {
    try (BooksReader reader = BooksReader.open(TestBroker.connection())) {
      // When
      List<CampaignCount> none = reader.read(tenant, new CampaignId("nobody-knows"));

      // Then
      assertThat(none).isEmpty();
    }
  }
}
