package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dispatcher.DispatcherSettings.Retry;
import dev.sluice.dispatcher.RetryPolicy.Progress;
import dev.sluice.dispatcher.RetryPolicy.Step;
import dev.sluice.schemas.Address;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.DeliveryOutcome.Delivery;
import dev.sluice.schemas.InDoubtRule.Action;
import dev.sluice.schemas.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryPolicyTest {

  private static final Progress FIRST = progress(0, 0, Duration.ofMillis(200));

  private static final Delivery DELIVERY =
      new Delivery(
          new TenantId("acme"),
          "m-1",
          null,
          Channel.WHATSAPP,
          new Address("4915550001"),
          1,
          Instant.EPOCH,
          Instant.EPOCH);

  private static Progress progress(int failures, int holds, Duration elapsed) {
    return new Progress(failures, holds, elapsed, false, false);
  }

  private static RetryPolicy policy(double dice) {
    return new RetryPolicy(Retry.DEFAULT, () -> dice);
  }

  @Test
  void shouldConcludeWhatTheProviderTook() {
    // When
    Step step = policy(0).after(new ProviderAnswer.Accepted("wamid.1"), FIRST);

    // Then
    assertThat(outcome(step)).isEqualTo(new DeliveryOutcome.Accepted(DELIVERY, "wamid.1"));
  }

  @Test
  void shouldNotDecideAtOnceWhatIsInDoubt() {
    // When
    Step step = policy(0).after(new ProviderAnswer.InDoubt("no answer"), FIRST);

    // Then
    assertThat(step).isEqualTo(new Step.Doubt("no answer"));
  }

  @Test
  void shouldRepeatOnlyWhatMayBeRepeatedWhenNobodyHasTold() {
    // Given
    RetryPolicy policy = policy(0);

    // When
    Step campaign = policy.untold("no answer", Action.UNKNOWN, failedTimes(0));
    Step reply = policy.untold("no answer", Action.RESEND, failedTimes(2));
    Step exhausted = policy.untold("no answer", Action.RESEND, failedTimes(3));

    // Then
    assertThat(outcome(campaign)).isEqualTo(new DeliveryOutcome.Unknown(DELIVERY, "no answer"));
    assertThat(reply).isEqualTo(new Step.TryAgain(Duration.ZERO));
    assertThat(outcome(exhausted)).isEqualTo(new DeliveryOutcome.Unknown(DELIVERY, "no answer"));
  }

  private static Progress failedTimes(int failures) {
    return new Progress(failures, 0, Duration.ofSeconds(30), false, false);
  }

  @Test
  void shouldRepeatWhatIsTransientWithGrowingDelaysUntilItsAttemptsAreUsedUp() {
    // Given
    ProviderAnswer answer = new ProviderAnswer.Transient("131000", "something went wrong");
    List<Duration> delays = new ArrayList<>();

    // When
    Step step = policy(0.999_999).after(answer, FIRST);
    Duration elapsed = Duration.ofMillis(200);
    for (int failures = 1; step instanceof Step.TryAgain(Duration delay); failures++) {
      delays.add(delay);
      elapsed = elapsed.plus(delay).plusMillis(200);
      step = policy(0.999_999).after(answer, progress(failures, 0, elapsed));
    }

    // Then
    assertThat(delays)
        .extracting(it -> Math.round(it.toMillis() / 1000.0))
        .containsExactly(2L, 8L, 32L);
    assertThat(outcome(step))
        .isEqualTo(new DeliveryOutcome.Failed(DELIVERY, "131000", "something went wrong"));
  }

  @Test
  void shouldSpreadDelaysOverTheUpperHalf() {
    // Given
    ProviderAnswer answer = new ProviderAnswer.Transient("2", "busy");

    // When
    Step shortest = policy(0).after(answer, FIRST);

    // Then
    assertThat(shortest).isEqualTo(new Step.TryAgain(Duration.ofSeconds(1)));
  }

  @Test
  void shouldFailWhatWouldWaitBeyondItsTime() {
    // Given
    Progress late = progress(1, 0, Duration.ofSeconds(55));

    // When
    Step step = policy(1).after(new ProviderAnswer.Transient("http-503", "busy"), late);

    // Then
    assertThat(outcome(step)).isInstanceOf(DeliveryOutcome.Failed.class);
  }

  @Test
  void shouldNotWriteToABusyRecipientSoonerThanTheChannelAllows() {
    // When
    Step step = policy(0).after(new ProviderAnswer.RecipientBusy("131056", "pair rate"), FIRST);

    // Then
    assertThat(step).isEqualTo(new Step.Wait(Duration.ofSeconds(6)));
  }

  /// Delays of 6, 24, 96 s and so on, each a quarter longer at most.
  @ParameterizedTest
  @CsvSource({
    "0, 0.2, false, Wait, 6",
    "1, 7, false, Wait, 24",
    "2, 32, false, Park, 96",
    "3, 130, false, Park, 384",
    "5, 3000, false, Park, 3600",
    "500, 80000, false, Park, 3600",
    "2, 32, true, Wait, 60",
    "500, 80000, true, Wait, 60",
    "9, 83000, false, Conclude, 0",
    "9, 86399, true, Conclude, 0"
  })
  void shouldWaitForABusyRecipientInMemoryAtFirstThenParkedForADayAtMost(
      int holds, double elapsedSeconds, boolean ordered, String kind, long seconds) {
    // Given
    Duration elapsed = Duration.ofMillis((long) (elapsedSeconds * 1000));
    Progress progress = new Progress(0, holds, elapsed, ordered, false);

    // When
    Step step = policy(0).after(new ProviderAnswer.RecipientBusy("131056", "pair rate"), progress);

    // Then
    assertThat(step.getClass().getSimpleName()).isEqualTo(kind);
    Duration wait =
        switch (step) {
          case Step.Wait(Duration delay) -> delay;
          case Step.Park(Duration delay) -> delay;
          case Step.Conclude _,
              Step.Doubt _,
              Step.TryAgain _,
              Step.AwaitProvider _,
              Step.HoldTenant _,
              Step.HoldTenantAndPark _,
              Step.StopTenant _,
              Step.PauseCampaign _ ->
              Duration.ZERO;
        };
    assertThat(wait).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void shouldNotUseUpAttemptsWhileTheProviderFailsEverybody() {
    // Given
    Progress late = new Progress(3, 40, Duration.ofHours(5), false, true);

    // When
    Step step = policy(0).after(new ProviderAnswer.Transient("http-503", "busy"), late);

    // Then
    assertThat(step).isEqualTo(new Step.AwaitProvider());
  }

  @Test
  void shouldHoldTheTenantForAsLongAsTheAnswerAsks() {
    // Given
    ProviderAnswer answer = new ProviderAnswer.Throttled("130429", "rate", Duration.ofSeconds(17));

    // When
    Step step = policy(0.5).after(answer, FIRST);

    // Then
    assertThat(step).isEqualTo(new Step.HoldTenant(Duration.ofSeconds(17)));
  }

  @Test
  void shouldNotHoldATenantForADayBecauseAHeaderSaysSo() {
    // Given
    ProviderAnswer answer = new ProviderAnswer.Throttled("130429", "rate", Duration.ofDays(1));

    // When
    Step step = policy(0.5).after(answer, FIRST);

    // Then
    assertThat(step).isEqualTo(new Step.HoldTenant(Duration.ofMinutes(5)));
  }

  @Test
  void shouldDoubleTheHoldOfAThrottledNumberAndUseUpNoAttempts() {
    // Given
    ProviderAnswer answer = new ProviderAnswer.Throttled("130429", "rate", null);

    // When
    List<Step> steps =
        List.of(
            policy(0).after(answer, FIRST),
            policy(0).after(answer, progress(0, 3, Duration.ofSeconds(10))),
            policy(0).after(answer, progress(3, 50, Duration.ofMinutes(58))));

    // Then
    assertThat(steps)
        .containsExactly(
            new Step.HoldTenant(Duration.ofSeconds(1)),
            new Step.HoldTenant(Duration.ofSeconds(8)),
            new Step.HoldTenant(Duration.ofSeconds(60)));
  }

  @Test
  void shouldNeverLosePatienceWithATenantThatStaysStopped() {
    // Given
    ProviderAnswer answer = new ProviderAnswer.TenantStopped("190", "token expired");
    Progress late = progress(3, 10_000, Duration.ofDays(7));

    // When
    List<Step> steps = List.of(policy(0).after(answer, FIRST), policy(0).after(answer, late));

    // Then
    assertThat(steps).containsOnly(new Step.StopTenant("190: token expired"));
  }

  @Test
  void shouldParkWhatWouldWaitBeyondItsPatienceForANumber() {
    // Given
    ProviderAnswer answer = new ProviderAnswer.Throttled("130429", "rate", null);
    Duration late = Duration.ofMinutes(59).plusSeconds(30);

    // When
    List<Step> steps =
        List.of(
            policy(0).after(answer, progress(0, 60, late)),
            policy(0).after(answer, new Progress(0, 60, late, true, false)));

    // Then
    assertThat(steps)
        .as("of a campaign, and of replies, which keep their order")
        .containsExactly(
            new Step.HoldTenantAndPark(Duration.ofMinutes(1), Duration.ofMinutes(5)),
            new Step.HoldTenant(Duration.ofMinutes(1)));
  }

  @Test
  void shouldPauseTheCampaignWhoseTemplateIsRefusedAndFailWhatHasNone() {
    // Given
    ProviderAnswer answer = new ProviderAnswer.CampaignStopped("132015", "template paused");

    // When
    Step step = policy(0).after(answer, FIRST);

    // Then
    assertThat(step).isInstanceOf(Step.PauseCampaign.class);
    Step.PauseCampaign pause = (Step.PauseCampaign) step;
    assertThat(pause.reason()).isEqualTo("132015: template paused");
    assertThat(pause.withoutCampaign().apply(DELIVERY))
        .isEqualTo(new DeliveryOutcome.Failed(DELIVERY, "132015", "template paused"));
  }

  @Test
  void shouldFailWhatIsRefusedForGood() {
    // Given
    ProviderAnswer answer = new ProviderAnswer.Refused("131026", "undeliverable");

    // When
    Step step = policy(0).after(answer, FIRST);

    // Then
    assertThat(outcome(step))
        .isEqualTo(new DeliveryOutcome.Failed(DELIVERY, "131026", "undeliverable"));
  }

  private static DeliveryOutcome outcome(Step step) {
    assertThat(step).isInstanceOf(Step.Conclude.class);
    return ((Step.Conclude) step).outcome().apply(DELIVERY);
  }
}
