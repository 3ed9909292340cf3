package dev.sluice.benchmarks.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BookTest {

  private final Book book = new Book();

  @Test
  void shouldKeepEachVisitWithItsOwnTimes() {
    // Given the same message twice at once, as after a crash
    book.arrived("a", "m", 1);
    book.arrived("a", "m", 2);
    book.arrived("b", "m", 3);

    // When
    book.left("a", "m", "wamid.1", 4);
    book.left("b", "m", null, 5);

    // Then
    assertThat(book.of("a"))
        .containsExactly(new Visit("m", 1, 4, true), new Visit("m", 2, Visit.OPEN, false));
    assertThat(book.of("b")).containsExactly(new Visit("m", 3, 5, false));
    assertThat(book.accepted("a")).isEqualTo(1);
    assertThat(book.accepted("b")).isZero();
    assertThat(book.open()).isEqualTo(1);
    assertThat(book.peakOpen()).isEqualTo(3);
  }

  @Test
  void shouldTellOfAcceptedRequestsOnly() {
    // Given
    List<String> told = new ArrayList<>();
    book.tell((account, correlation, id) -> told.add(account + " " + correlation + " " + id));
    book.arrived("a", "m", 1);
    book.arrived("a", "n", 1);

    // When
    book.left("a", "m", null, 2);
    book.left("a", "n", "wamid.1", 2);

    // Then
    assertThat(told).containsExactly("a n wamid.1");
  }
}
