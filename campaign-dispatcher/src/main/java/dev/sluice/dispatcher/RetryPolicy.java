package dev.sluice.dispatcher;

import dev.sluice.dispatcher.DispatcherSettings.Retry;
import dev.sluice.dispatcher.ProviderAnswer.Accepted;
import dev.sluice.dispatcher.ProviderAnswer.CampaignStopped;
import dev.sluice.dispatcher.ProviderAnswer.InDoubt;
import dev.sluice.dispatcher.ProviderAnswer.NotSent;
import dev.sluice.dispatcher.ProviderAnswer.RecipientBusy;
import dev.sluice.dispatcher.ProviderAnswer.Refused;
import dev.sluice.dispatcher.ProviderAnswer.TenantStopped;
import dev.sluice.dispatcher.ProviderAnswer.Throttled;
import dev.sluice.dispatcher.ProviderAnswer.Transient;
import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.DeliveryOutcome.Delivery;
import dev.sluice.schemas.InDoubtRule;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/// What to do about a provider's answer. Pure but for the dice.
///
/// Only what was certainly not sent is tried again. A failure of the message's own uses up its
/// attempts, unless the provider fails everybody's; a refusal of the number holds the tenant's lane
/// and uses up none. One of the account or of the campaign uses up nothing either: the message
/// waits until somebody has acted. So does one of a recipient who is written to too often.
///
/// What would wait longer than memory is meant for is parked, but for replies: those keep their
/// order within a conversation, so they wait in the lane, at the price of an offset that stands.
final class RetryPolicy {

  /// With a factor of 4: 2, 8, 32 s, which is 42 s and fits the 60 s of the default budget.
  private static final Duration TRANSIENT_FIRST = Duration.ofSeconds(2);

  /// The channel takes one message per recipient in 6 s, and asks for a factor of 4 from there.
  private static final Duration RECIPIENT_FIRST = Duration.ofSeconds(6);

  private static final int FACTOR = 4;

  /// The longest single wait for a recipient: pair rates are counted by the minute and the hour.
  private static final Duration RECIPIENT_WAIT_MAX = Duration.ofHours(1);

  /// From the first request on. Who takes no message for a day takes none of this campaign.
  static final Duration RECIPIENT_PATIENCE = Duration.ofHours(24);

  /// 4^6 times six seconds are more than [#RECIPIENT_WAIT_MAX].
  private static final int GROWTHS_MAX = 6;

  /// A rate is counted by the second: one second after the first refusal, doubled with each more.
  private static final Duration THROTTLE_FIRST = Duration.ofSeconds(1);

  /// The longest hold of a lane without being told.
  private static final Duration HOLD_MAX = Duration.ofMinutes(1);

  /// The longest hold that an answer can ask for: a wrong header must not stop a tenant for a day.
  private static final Duration ASKED_HOLD_MAX = Duration.ofMinutes(5);

  /// 2^6 seconds are more than [#HOLD_MAX].
  private static final int DOUBLINGS_MAX = 6;

  private final Retry settings;
  private final DoubleSupplier dice;

  /// @param dice numbers from 0 up to 1, any thread
  RetryPolicy(Retry settings, DoubleSupplier dice) {
    this.settings = settings;
    this.dice = dice;
  }

  /// What to do next.
  sealed interface Step {

    /// The message's fate is known.
    record Conclude(Function<Delivery, DeliveryOutcome> outcome) implements Step {}

    /// Nobody knows whether the message was taken; its provider may still tell.
    record Doubt(String reason) implements Step {}

    /// This message goes again after a delay, one attempt poorer.
    record TryAgain(Duration delay) implements Step {}

    /// This message goes again after a delay, and no attempt is used up.
    record Wait(Duration delay) implements Step {}

    /// The same, but it waits in the topic of parked messages.
    record Park(Duration delay) implements Step {}

    /// This message goes again when its tenant's provider is tried again.
    record AwaitProvider() implements Step {}

    /// Nothing of the tenant begins for a while, then this message goes again.
    record HoldTenant(Duration hold) implements Step {}

    /// The same, but this message waits in the topic of parked messages.
    record HoldTenantAndPark(Duration hold, Duration delay) implements Step {}

    /// Nothing of the tenant but a probe now and then, until one comes through; then this message
    /// goes again.
    record StopTenant(String reason) implements Step {}

    /// Nothing of the message's campaign, and this message waits with the others; a message without
    /// a campaign ends.
    record PauseCampaign(String reason, Function<Delivery, DeliveryOutcome> withoutCampaign)
        implements Step {}
  }

  /// How far a message has come.
  ///
  /// @param failures answers that counted against the message, this one not included
  /// @param holds answers that did not, this one not included
  /// @param elapsed since its first request began
  /// @param ordered whether others must not overtake it, so that it must not be parked
  /// @param providerDown whether its provider fails everybody at the moment
  record Progress(
      int failures, int holds, Duration elapsed, boolean ordered, boolean providerDown) {}

  Step after(ProviderAnswer answer, Progress progress) {
    return switch (answer) {
      case Accepted(String id) ->
          new Step.Conclude(delivery -> new DeliveryOutcome.Accepted(delivery, id));
      case InDoubt(String reason) -> new Step.Doubt(reason);
      case Transient refusal ->
          progress.providerDown()
              ? new Step.AwaitProvider()
              : again(refusal, progress, jittered(grown(TRANSIENT_FIRST, progress.failures())));
      case RecipientBusy refusal -> busy(refusal, progress);
      case Throttled refusal -> hold(progress, throttle(refusal, progress));
      case TenantStopped refusal -> new Step.StopTenant(inWords(refusal));
      case CampaignStopped refusal -> new Step.PauseCampaign(inWords(refusal), failure(refusal));
      case Refused refusal -> failed(refusal);
    };
  }

  /// What to do about a message in doubt when nobody has told in its time.
  ///
  /// @param progress the request in doubt not included
  Step untold(String reason, InDoubtRule.Action action, Progress progress) {
    boolean again =
        action == InDoubtRule.Action.RESEND && progress.failures() + 1 < settings.attempts();
    return again
        ? new Step.TryAgain(Duration.ZERO)
        : new Step.Conclude(delivery -> new DeliveryOutcome.Unknown(delivery, reason));
  }

  private Step again(NotSent refusal, Progress progress, Duration delay) {
    boolean attemptsLeft = progress.failures() + 1 < settings.attempts();
    boolean timeLeft = progress.elapsed().plus(delay).compareTo(settings.within()) <= 0;
    return attemptsLeft && timeLeft ? new Step.TryAgain(delay) : failed(refusal);
  }

  private Step busy(NotSent refusal, Progress progress) {
    Duration most = progress.ordered() ? HOLD_MAX : RECIPIENT_WAIT_MAX;
    Duration wait = jitteredUp(min(grown(RECIPIENT_FIRST, progress.holds()), most));
    Duration then = progress.elapsed().plus(wait);
    if (then.compareTo(RECIPIENT_PATIENCE) > 0) {
      return failed(refusal);
    }
    boolean inMemory = progress.ordered() || then.compareTo(settings.within()) <= 0;
    return inMemory ? new Step.Wait(wait) : new Step.Park(wait);
  }

  /// What has been refused for so long waits for as long as an answer could ask before it costs the
  /// number another refusal.
  private Step hold(Progress progress, Duration hold) {
    boolean patient = progress.elapsed().plus(hold).compareTo(settings.patience()) <= 0;
    return patient || progress.ordered()
        ? new Step.HoldTenant(hold)
        : new Step.HoldTenantAndPark(hold, ASKED_HOLD_MAX);
  }

  private static Step failed(NotSent refusal) {
    return new Step.Conclude(failure(refusal));
  }

  private static Function<Delivery, DeliveryOutcome> failure(NotSent refusal) {
    return delivery -> new DeliveryOutcome.Failed(delivery, refusal.code(), refusal.reason());
  }

  private static String inWords(NotSent refusal) {
    return refusal.code() + ": " + refusal.reason();
  }

  private Duration throttle(Throttled refusal, Progress progress) {
    Duration asked = refusal.asked();
    if (asked != null) {
      return min(asked, ASKED_HOLD_MAX);
    }
    long factor = 1L << Math.min(progress.holds(), DOUBLINGS_MAX);
    return min(jitteredUp(THROTTLE_FIRST.multipliedBy(factor)), HOLD_MAX);
  }

  private static Duration grown(Duration first, int failures) {
    return first.multipliedBy((long) Math.pow(FACTOR, Math.min(failures, GROWTHS_MAX)));
  }

  /// From half the delay to all of it, so that what failed together does not come back together.
  private Duration jittered(Duration delay) {
    return Duration.ofMillis((long) (delay.toMillis() * (0.5 + dice.getAsDouble() / 2)));
  }

  /// From the delay to a quarter more: never sooner than the limit it waits for.
  private Duration jitteredUp(Duration delay) {
    return Duration.ofMillis((long) (delay.toMillis() * (1 + dice.getAsDouble() / 4)));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
