package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.schemas.InvalidSetting;
import dev.sluice.simulator.ProviderBehaviour.Verdict;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProviderBehaviourTest {

  private static final ProviderBehaviour GOOD =
      ProviderBehaviour.accepting(Latency.constant(Duration.ZERO));

  private static final int MESSAGES = 20_000;

  @Test
  void shouldFailTheSharesItIsToldTo() {
    // Given
    ProviderBehaviour behaviour =
        GOOD.withFailures(
                Failure.undeliverable(0.1),
                Failure.transientError(0.2),
                Failure.serverError(0.05),
                Failure.pairRate(0.05))
            .withDropShare(0.25);

    // When
    List<Verdict> verdicts =
        IntStream.range(0, MESSAGES).mapToObj(i -> behaviour.judge(1, "m" + i, 1)).toList();

    // Then
    assertThat(share(verdicts, new Verdict.Refused(Failure.undeliverable(0.1))))
        .isCloseTo(0.1, within(0.01));
    assertThat(share(verdicts, new Verdict.Refused(Failure.transientError(0.2))))
        .isCloseTo(0.18, within(0.01));
    assertThat(share(verdicts, new Verdict.Refused(Failure.serverError(0.05))))
        .isCloseTo(0.045, within(0.01));
    assertThat(share(verdicts, new Verdict.AcceptedInSilence()))
        .isCloseTo(0.63 * 0.25, within(0.01));
  }

  @Test
  void shouldRefuseAnUndeliverableMessageAtEveryAttemptAndATransientOneNot() {
    // Given
    ProviderBehaviour behaviour =
        GOOD.withFailures(Failure.undeliverable(0.5), Failure.transientError(0.5));

    // When
    var kinds =
        IntStream.range(0, 200)
            .mapToObj(
                i ->
                    IntStream.rangeClosed(1, 10)
                        .mapToObj(attempt -> behaviour.judge(1, "m" + i, attempt))
                        .distinct()
                        .toList())
            .toList();

    // Then
    assertThat(kinds)
        .anyMatch(
            of -> of.contains(new Verdict.Refused(Failure.undeliverable(0.5))) && of.size() == 1)
        .noneMatch(
            of -> of.contains(new Verdict.Refused(Failure.undeliverable(0.5))) && of.size() > 1)
        .anyMatch(
            of -> of.contains(new Verdict.Refused(Failure.transientError(0.5))) && of.size() > 1);
  }

  @Test
  void shouldRefuseSharesThatAddUpToMoreThanAll() {
    assertThatThrownBy(
            () -> GOOD.withFailures(Failure.undeliverable(0.6), Failure.serverError(0.6)))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage("failures '1.2' must be between 0 and 1");
  }

  private static double share(List<Verdict> verdicts, Verdict of) {
    return (double) Collections.frequency(verdicts, of) / MESSAGES;
  }
}
