package dev.sluice.dispatcher.books;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.Campaign.State;
import dev.sluice.schemas.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

/// What one look at a campaign's messages says, without Kafka.
final class AuditTest {

  private static final Campaign FIVE =
      new Outcomes(new TenantId("tenant-a"), Instant.parse("2026-11-20T10:00:00Z"))
          .campaign(State.RUNNING, 5);

  /// Everything before offset 10 is done, except 3.
  private static final WorkPosition POSITION = new WorkPosition(10, Set.of(3L));

  private final Audit audit = new Audit(FIVE, POSITION);

  @Test
  void shouldFindEveryMessageSomewhere() {
    // Given
    audit.decided("decided");
    audit.parked("parked");

    // When
    audit.appended("decided", 1);
    audit.appended("parked", 2);
    audit.appended("in hand", 3);
    audit.appended("not read", 10);

    // Then
    assertThat(audit.report()).isEqualTo(new AuditReport(FIVE, 4, 1, 2, 1, 0, List.of(), 1, 0));
    assertThat(audit.report().isWhole()).isTrue();
  }

  @Test
  void shouldReportWhatIsNowhere() {
    // When
    audit.appended("lost", 4);

    // Then
    assertThat(audit.report().unaccounted()).isEqualTo(1);
    assertThat(audit.report().unaccountedOffsets()).containsExactly(4L);
    assertThat(audit.report().isWhole()).isFalse();
  }

  @Test
  void shouldFindAMessageThatWasParkedAndCameBack() {
    // When: its first record is done, its second is not
    audit.appended("came back", 4);
    audit.appended("came back", 12);

    // Then
    assertThat(audit.report().pending()).isEqualTo(1);
    assertThat(audit.report().unaccounted()).isZero();
  }

  @Test
  void shouldFindAMessageAppendedTwiceOfWhichOneIsDone() {
    // When
    audit.appended("twice", 3);
    audit.appended("twice", 4);

    // Then
    assertThat(audit.report().pending()).isEqualTo(1);
    assertThat(audit.report().unaccounted()).isZero();
  }

  @Test
  void shouldReportOnlyWhatTwoLooksFindNowhere() {
    // Given
    Audit second = new Audit(FIVE, POSITION);
    second.decided("late to be seen");
    audit.appended("late to be seen", 4);
    audit.appended("lost", 5);

    // When: one more is suspicious for the first time
    second.appended("late to be seen", 4);
    second.appended("lost", 5);
    second.appended("new", 6);

    // Then
    assertThat(second.confirms(audit).unaccountedOffsets()).containsExactly(5L);
  }

  @Test
  void shouldReportMoreOutcomesThanMessages() {
    // When
    for (int i = 0; i < 7; i++) {
      audit.decided("m-" + i);
    }

    // Then
    assertThat(audit.report().overcounted()).isEqualTo(2);
    assertThat(audit.report().isWhole()).isFalse();
  }

  @Test
  void shouldReadTheCommittedPosition() {
    // Given: nothing out of order, and something nobody can read
    OffsetAndMetadata plain = new OffsetAndMetadata(7);
    OffsetAndMetadata strange = new OffsetAndMetadata(7, Optional.empty(), "?not ours?");

    // When
    WorkPosition none = WorkPosition.of(null);

    // Then
    assertThat(none.isPending(0)).isTrue();
    assertThat(WorkPosition.of(plain).isPending(6)).isFalse();
    assertThat(WorkPosition.of(plain).isPending(7)).isTrue();
    assertThat(WorkPosition.of(strange).isPending(7)).isTrue();
  }
}
