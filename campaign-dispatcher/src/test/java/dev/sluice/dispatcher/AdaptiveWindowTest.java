package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AdaptiveWindowTest {

  private static final long SECOND = 1_000_000_000;
  private static final int SHARE = 30;

  @ParameterizedTest
  @CsvSource({"30, 15", "15, 7", "3, 1", "2, 1", "1, 1"})
  void shouldHalveButNeverBelowOne(int before, int after) {
    // When
    AdaptiveWindow window = new AdaptiveWindow(before, 0, 0).throttled(SECOND);

    // Then
    assertThat(window.permits()).isEqualTo(after);
  }

  @Test
  void shouldHalveOnceForAWholeBurst() {
    // Given
    AdaptiveWindow window = AdaptiveWindow.halved(SHARE, 5 * SECOND);

    // When
    for (int answer = 0; answer < 29; answer++) {
      window = window.throttled(5 * SECOND + answer * SECOND / 30);
    }

    // Then
    assertThat(window.permits()).isEqualTo(15);
    assertThat(window.throttled(6 * SECOND).permits()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({
    "4, 3, 30, 4",
    "4, 4, 30, 5",
    "4, 8, 30, 5",
    "4, 9, 30, 6",
    "29, 29, 30, 30",
    "30, 500, 30, 30",
    "20, 1, 8, 8",
    "1, 1, 30, 2"
  })
  void shouldGrowByOneForEachWindowTakenUpToTheShare(int before, int taken, int share, int after) {
    // Given
    AdaptiveWindow window = new AdaptiveWindow(before, 0, 0);

    // When
    for (int answer = 0; answer < taken; answer++) {
      window = window.accepted(share);
    }

    // Then
    assertThat(window.permits()).isEqualTo(after);
  }

  /// A provider that takes 10 at once, each in 100 ms, and refuses what is more; a refusal holds
  /// the number for a second, as it does here.
  @Test
  void shouldFindOutWhatAProviderTakes() {
    // Given
    int takes = 10;
    long latency = SECOND / 10;
    AdaptiveWindow window = new AdaptiveWindow(SHARE, 0, -SECOND);
    PriorityQueue<Long> underWay = new PriorityQueue<>();
    List<Integer> permits = new ArrayList<>();
    long rests = 0;
    int refused = 0;
    int accepted = 0;

    // When: a minute, looked at each 10 ms
    for (long now = 0; now < 60 * SECOND; now += SECOND / 100) {
      while (!underWay.isEmpty() && underWay.peek() <= now) {
        underWay.remove();
        accepted++;
        window = window.accepted(SHARE);
      }
      for (int free = window.permits() - underWay.size(); free > 0 && now >= rests; free--) {
        if (underWay.size() < takes) {
          underWay.add(now + latency);
        } else {
          refused++;
          window = window.throttled(now);
          rests = now + SECOND;
        }
      }
      permits.add(window.permits());
    }

    // Then
    assertThat(permits.subList(500, permits.size()))
        .as("from half of it to one too many")
        .allMatch(it -> it >= takes / 2 && it <= takes + 1);
    assertThat(refused).as("each costs a second").isLessThan(45);
    assertThat(accepted).as("of 6,000 that one who knows would send").isGreaterThan(1_500);
  }
}
