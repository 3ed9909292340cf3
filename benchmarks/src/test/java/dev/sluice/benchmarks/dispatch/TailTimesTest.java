package dev.sluice.benchmarks.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.benchmarks.Findings;
import dev.sluice.benchmarks.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TailTimesTest {

  private static final long SECOND = 1_000_000_000;

  /// Sixty messages, of which the first and the thirty-first take 3 s and the others 1 s: in two
  /// groups of 30 that is 6 s, with a window of 30 it is 4 s.
  private static final List<Duration> DRAWN =
      IntStream.range(0, 60).mapToObj(i -> Duration.ofSeconds(i % 30 == 0 ? 3 : 1)).toList();

  @Test
  void shouldCompareARunWithWhatItsDrawsComeTo() {
    // When
    TailRun run = run("Sluice", 5, 0);

    // Then
    assertThat(run.ideal()).isCloseTo(4, within(1e-9));
    assertThat(run.ofIdeal()).isCloseTo(0.8, within(1e-9));
    assertThat(run.batches()).isCloseTo(6, within(1e-9));
    assertThat(run.sequential()).isCloseTo(64, within(1e-9));
  }

  @Test
  void shouldReachItsTargetsOnlyWhenFastAndRight() throws IOException {
    // Given
    TailTimes reached = new TailTimes();
    reached.add(run("Sluice", 4.1, 0));
    TailTimes slow = new TailTimes();
    slow.add(run("Sluice", 4.2, 0));
    TailTimes wrong = new TailTimes();
    wrong.add(run("Sluice", 4.1, 1));

    // When, Then
    assertThat(findings(reached).targets()).allMatch(Target::ok);
    assertThat(findings(slow).targets()).extracting(Target::ok).containsExactly(false, true, true);
    assertThat(findings(wrong).targets()).extracting(Target::ok).containsExactly(true, false, true);
  }

  @Test
  void shouldCompareWithTheBatchesThatRanRatherThanWithComputedOnes() throws IOException {
    // Given
    TailTimes times = new TailTimes();
    times.add(run("Sluice", 4, 0));
    times.add(run("fixed batches of 30, run", 8, 0));

    // When
    List<List<String>> rows = findings(times).tables().getFirst().rows();

    // Then
    assertThat(rows.getFirst()).contains("Sluice", "1.000", "2", "60, each once");
    assertThat(rows).hasSize(5);
  }

  private static Findings findings(TailTimes times) throws IOException {
    return times.findings(Optional.of("not asked for"));
  }

  private static TailRun run(String design, double seconds, int missing) {
    long last = (long) (seconds * SECOND);
    return new TailRun(design, "r0-60", 60, DRAWN, new Sent(60, missing, 0, 0, 30, 0, last));
  }
}
