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

final class RetryPolicyTest {

  private static final Progress FIRST = new Progress(0, 0, Duration.ofMillis(200));

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
    Step campaign = policy.untold("no answer", Action.UNKNOWN, failedTimes(1));
    Step reply = policy.untold("no answer", Action.RESEND, failedTimes(3));
    Step exhausted = policy.untold("no answer", Action.RESEND, failedTimes(4));

    // Then
    assertThat(outcome(campaign)).isEqualTo(new DeliveryOutcome.Unknown(DELIVERY, "no answer"));
    assertThat(reply).isEqualTo(new Step.TryAgain(Duration.ZERO));
    assertThat(outcome(exhausted)).isEqualTo(new DeliveryOutcome.Unknown(DELIVERY, "no answer"));
  }

  private static Progress failedTimes(int failures) {
    return new Progress(failures, 0, Duration.ofSeconds(30));
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
      step = policy(0.999_999).after(answer, new Progress(failures, 0, elapsed));
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
    Progress late = new Progress(1, 0, Duration.ofSeconds(55));

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
    assertThat(step).isEqualTo(new Step.TryAgain(Duration.ofSeconds(6)));
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
            policy(0).after(answer, new Progress(0, 3, Duration.ofSeconds(10))),
            policy(0).after(answer, new Progress(3, 50, Duration.ofMinutes(58))));

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
    Progress late = new Progress(3, 10_000, Duration.ofDays(7));

    // When
    List<Step> steps = List.of(policy(0).after(answer, FIRST), policy(0).after(answer, late));

    // Then
    assertThat(steps).containsOnly(new Step.StopTenant("190: token expired"));
  }

  @Test
  void shouldLosePatienceWithANumberThatStaysThrottled() {
    // Given
    ProviderAnswer answer = new ProviderAnswer.Throttled("130429", "rate", null);
    Progress late = new Progress(0, 60, Duration.ofMinutes(59).plusSeconds(30));

    // When
    Step step = policy(0).after(answer, late);

    // Then
    assertThat(outcome(step)).isEqualTo(new DeliveryOutcome.Failed(DELIVERY, "130429", "rate"));
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
