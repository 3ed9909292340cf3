package dev.sluice.benchmarks.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VisitTest {

  @Test
  void shouldCountHowManyAreUnderWayAtOnce() {
    // Given one that leaves when another comes, and one that is still there
    List<Visit> visits =
        List.of(
            visit("a", 0, 10), visit("b", 5, 12), visit("c", 10, 20), visit("d", 13, Visit.OPEN));

    // When, Then
    assertThat(Visit.peak(visits)).isEqualTo(2);
    assertThat(Visit.peak(List.of())).isZero();
  }

  @Test
  void shouldFindTheLongestTimeBetweenArrivals() {
    // Given
    List<Visit> visits = List.of(visit("b", 50, 60), visit("a", 0, 100), visit("c", 57, 60));

    // When, Then
    assertThat(Visit.longestGapNanos(visits)).isEqualTo(50);
    assertThat(Visit.longestGapNanos(visits.subList(0, 1))).isZero();
  }

  @Test
  void shouldKnowOurIdWhateverTheProviderEchoes() {
    assertThat(visit("r0-1", 0, 1).messageId()).isEqualTo("r0-1");
    assertThat(visit("c:spring:r0-1", 0, 1).messageId()).isEqualTo("r0-1");
  }

  static Visit visit(String id, long arrived, long left) {
    return new Visit(id, arrived, left, left != Visit.OPEN);
  }
}
