package dev.sluice.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommitPaceTest {

  private static final long NOW = 1_000_000;

  private final CommitPace pace = new CommitPace(Duration.ofMillis(10));

  @Test
  void shouldCommitAtOnceWhenTheLastCommitIsLongAgo() {
    // Given
    pace.committed(NOW - 10);

    // When
    pace.released(NOW, 0);

    // Then
    assertThat(pace.isDue(NOW)).isTrue();
  }

  @Test
  void shouldCommitOnceInTheIntervalWhenNothingHadToWait() {
    // Given
    pace.committed(NOW);

    // When
    pace.released(NOW, 0);

    // Then
    assertThat(pace.dueMillis()).isEqualTo(NOW + 10);
  }

  @Test
  void shouldLetWaitATwentiethOfWhatItHasWaited() {
    // Given
    pace.committed(NOW);

    // When
    pace.released(NOW, 1_000);

    // Then
    assertThat(pace.dueMillis()).isEqualTo(NOW + 50);
  }

  @Test
  void shouldNeverWaitForLongerThanTheLongest() {
    // Given
    pace.committed(NOW);

    // When
    pace.released(NOW, 3_600_000);

    // Then
    assertThat(pace.dueMillis()).isEqualTo(NOW + CommitPace.LONGEST.toMillis());
  }

  @Test
  void shouldNotKeepAPromptMessageBehindOneThatCanWait() {
    // Given
    pace.committed(NOW);
    pace.released(NOW, 3_600_000);

    // When
    boolean earlier = pace.released(NOW + 1, 5);

    // Then
    assertThat(earlier).isTrue();
    assertThat(pace.dueMillis()).isEqualTo(NOW + 10);
  }

  @Test
  void shouldNotPutAPromptMessageOffForOneThatCanWait() {
    // Given
    pace.committed(NOW);
    pace.released(NOW, 5);

    // When
    boolean earlier = pace.released(NOW + 1, 3_600_000);

    // Then
    assertThat(earlier).isFalse();
    assertThat(pace.dueMillis()).isEqualTo(NOW + 10);
  }

  @Test
  void shouldOweNothingAfterACommit() {
    // Given
    pace.released(NOW, 0);

    // When
    pace.committed(NOW);

    // Then
    assertThat(pace.isDue(NOW + 3_600_000)).isFalse();
  }

  @Test
  void shouldNotWaitForAClockThatWasSetBack() {
    // Given
    pace.committed(NOW + 3_600_000);

    // When
    pace.released(NOW, 0);

    // Then
    assertThat(pace.dueMillis()).isEqualTo(NOW + 10);
  }
}
