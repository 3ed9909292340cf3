package dev.sluice.benchmarks.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.benchmarks.dispatch.Death.Kill;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeathTest {

  private static final long MILLI = 1_000_000;

  @Test
  void shouldCountWhatAKillMayRepeatAndWhatItDoes() {
    // Given kills at 1000 and 2000 ms, each dead 2 ms later
    List<Kill> kills = List.of(kill(1000), kill(2000));
    List<Visit> visits =
        List.of(
            visit("long-done", 0, 900), // answered more than 100 ms before
            visit("just-done", 800, 901), // answered within the 100 ms before
            visit("in-flight", 950, 1200),
            visit("while-dying", 1001, 1100),
            visit("answered-while-dying", 990, 1001),
            visit("just-done", 1500, 1600), // repeated after the first kill
            visit("in-flight", 1500, 2100), // repeated, and in flight at the second
            visit("in-flight", 2500, 2600), // repeated after the second
            visit("later", 2500, 2600));

    // When
    List<Death> deaths = Death.of(kills, visits);

    // Then
    assertThat(deaths).containsExactly(new Death(3, 1, 2), new Death(1, 0, 1));
    assertThat(deaths.getFirst().bound()).isEqualTo(4);
  }

  @Test
  void shouldBlameTheKillThatLeftTheMessageInDoubtHoweverLongItWasHeld() {
    // Given
    List<Kill> kills = List.of(kill(1000), kill(2000));
    List<Visit> visits = List.of(visit("held", 950, 1100), visit("held", 2500, 2600));

    // When, Then
    assertThat(Death.of(kills, visits)).containsExactly(new Death(1, 0, 1), new Death(0, 0, 0));
  }

  @Test
  void shouldBlameNoKillForWhatWasRepeatedBefore() {
    // Given
    List<Visit> visits = List.of(visit("m", 0, 10), visit("m", 20, 30), visit("n", 2000, 2001));

    // When, Then
    assertThat(Death.of(List.of(kill(1000)), visits)).containsExactly(new Death(0, 0, 0));
  }

  private static Kill kill(long millis) {
    return new Kill(millis * MILLI, (millis + 2) * MILLI);
  }

  private static Visit visit(String id, long arrived, long left) {
    return VisitTest.visit(id, arrived * MILLI, left * MILLI);
  }
}
