package dev.sluice.benchmarks.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.benchmarks.Target;
import dev.sluice.benchmarks.recovery.Outputs.Output;
import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {

  @Test
  void shouldFindNothingWrongWithMessagesThatArriveOnceAndInOrder() {
    // Given another conversation overtaking, which it may
    List<Output> outputs = List.of(output("a", 0), output("a", 9), output("a", 1), output("b", 0));

    // When
    Tally tally = Tally.of(4, outputs);

    // Then
    assertThat(tally).isEqualTo(new Tally(4, 0, 0, 0));
    assertThat(tally.targets("kills")).allMatch(Target::ok);
  }

  @Test
  void shouldCountWhatIsLostDuplicatedAndOutOfOrder() {
    // Given 7 before 0 of the same conversation, 1 twice, and 2 nowhere
    List<Output> outputs = List.of(output("a", 7), output("a", 0), output("a", 1), output("a", 1));

    // When
    Tally tally = Tally.of(4, outputs);

    // Then
    assertThat(tally).isEqualTo(new Tally(4, 1, 1, 1));
    assertThat(tally.targets("kills")).noneMatch(Target::ok);
  }

  private static Output output(String tenant, int number) {
    return new Output(0, 0, 0, tenant, number);
  }
}
