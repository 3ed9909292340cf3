package dev.sluice.benchmarks.dispatch;

import static dev.sluice.benchmarks.dispatch.VisitTest.visit;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SentTest {

  @Test
  void shouldTimeACampaignFromItsFirstArrivalToItsLastAnswer() {
    // Given another campaign's messages around it
    List<Visit> visits =
        List.of(
            visit("q-0", 0, 9_000_000_000L),
            visit("r-1", 1_000_000_000L, 3_000_000_000L),
            visit("r-0", 1_500_000_000L, 2_000_000_000L));

    // When
    Sent sent = Sent.of(List.of("r-0", "r-1"), "r-", visits);

    // Then
    assertThat(sent.wrong()).isZero();
    assertThat(sent.seconds()).isEqualTo(2);
    assertThat(sent.peak()).isEqualTo(2);
    assertThat(Sent.cell(List.of(sent, sent))).isEqualTo("4, each once");
  }

  @Test
  void shouldCountWhatIsMissingRepeatedAndOfNobody() {
    // Given r-0 twice, r-1 refused, r-2 still under way, r-3 never, r-9 of nobody
    List<Visit> visits =
        List.of(
            visit("r-0", 0, 1),
            visit("r-0", 2, 3),
            new Visit("r-1", 4, 5, false),
            visit("r-2", 6, Visit.OPEN),
            visit("r-9", 7, 8));

    // When
    Sent sent = Sent.of(List.of("r-0", "r-1", "r-2", "r-3"), "r-", visits);

    // Then
    assertThat(sent.missing()).isEqualTo(3);
    assertThat(sent.repeated()).isEqualTo(1);
    assertThat(sent.foreign()).isEqualTo(1);
    assertThat(sent.wrong()).isEqualTo(5);
    assertThat(Sent.cell(List.of(sent))).isEqualTo("4: 3 missing, 1 repeated, 1 of nobody");
  }
}
