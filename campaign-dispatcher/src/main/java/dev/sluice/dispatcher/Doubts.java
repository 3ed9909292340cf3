package dev.sluice.dispatcher;

import dev.sluice.dispatcher.Echoes.Echo;
import dev.sluice.lanes.Admission;
import dev.sluice.lanes.Lanes;
import dev.sluice.lanes.Work;
import dev.sluice.schemas.InDoubtRule;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/// Messages of which nobody knows whether the provider has taken them, while their provider may
/// still tell.
///
/// A request whose answer did not come is in doubt, and so is everything that an earlier owner of
/// the partition had in hand when it died. No provider takes a key that would make a second request
/// harmless, but some name our message in the statuses they post. So the message is held, in its
/// lane and without a permit: a status settles it, else what is to be done is decided when the time
/// is over. Thread-safe.
final class Doubts {

  /// How often it is looked again whether the statuses have been read that may settle a message.
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  /// How much longer than its time a message is held while statuses cannot be read: ten times what
  /// reading the statuses of an hour takes. It must not wait for ever.
  private static final Duration UNREADABLE_LIMIT = Duration.ofMinutes(5);

  /// By so much the clocks of two machines may differ.
  private static final Duration CLOCKS = Duration.ofSeconds(5);

  private final Lanes<TenantId> lanes;
  private final Echoes echoes;
  private final Statuses statuses;
  private final InstantSource clock;

  Doubts(Lanes<TenantId> lanes, Echoes echoes, Statuses statuses, InstantSource clock) {
    this.lanes = lanes;
    this.echoes = echoes;
    this.statuses = statuses;
    this.clock = clock;
  }

  /// The statuses of the past, as far as somebody asks for them.
  interface Statuses {

    /// Has those appended since then read.
    void lookBack(Instant since);

    /// Whether all that was asked for has been read.
    boolean isComplete();
  }

  /// What to do about a message that was held. Exactly one of the two is called, once, unless the
  /// lanes are closed before.
  ///
  /// @param told when a status has settled it; on a thread of its own
  /// @param untold when none came in its time; with a permit of the lane
  record Ending(Consumer<Echo> told, Runnable untold) {}

  /// Whether a provider names our messages in statuses that reach us.
  static boolean canBeTold(Tenant.Provider provider) {
    return switch (provider.kind()) {
      case WHATSAPP_CLOUD, DIALOG_360 -> true;
      case TWILIO, HTTP -> false;
    };
  }

  /// Since when a message may have been sent that an earlier owner last noted at that time: it may
  /// have been on its way, or held, for as long as both take.
  static Instant sentSince(Instant notedAt, Tenant.Provider provider) {
    return notedAt
        .minus(provider.requestTimeout())
        .minus(provider.whenInDoubt().hold())
        .minus(CLOCKS);
  }

  /// Holds a message.
  ///
  /// @param shape the lane's work for it, of which the place in its sequence and the urgency count
  /// @param since when it may have been sent at the earliest
  void hold(Sending sending, Work shape, InDoubtRule rule, Instant since, Ending ending) {
    sending.partition().doubt();
    statuses.lookBack(since);
    Instant latest = clock.instant().plus(rule.hold()).plus(UNREADABLE_LIMIT);
    hold(new Held(sending, shape, since, latest, ending), rule.hold());
  }

  /// @param latest when it is let go even if statuses cannot be read
  private record Held(Sending sending, Work shape, Instant since, Instant latest, Ending ending) {

    TenantId tenant() {
      return sending.message().tenant();
    }

    Echoes.Key key() {
      return Echoes.Key.of(sending.message());
    }
  }

  private void hold(Held held, Duration delay) {
    Work shape = held.shape();
    Work waiting =
        new Work(
            () -> over(held),
            shape.urgency(),
            shape.sequence(),
            true,
            delay,
            null,
            () -> {},
            () -> {});
    switch (lanes.submit(held.tenant(), waiting)) {
      case Admission.Accepted() -> echoes.listen(held.key(), echo -> heard(held, waiting, echo));
      case Admission.LaneFull _ -> {
        OwnedPartition partition = held.sending().partition();
        partition.resolve();
        partition.giveBackInDoubt(held.sending().record().offset(), held.since());
      }
      case Admission.Draining() -> {} // it stays in doubt, as the last commit says
    }
  }

  private void heard(Held held, Work waiting, Echo echo) {
    if (lanes.withdraw(held.tenant(), waiting)) {
      Thread.ofVirtual()
          .name("told/" + held.tenant())
          .start(
              () -> {
                held.sending().partition().resolve();
                held.ending().told().accept(echo);
              });
    }
  }

  private void over(Held held) {
    echoes.unlisten(held.key());
    if (!statuses.isComplete() && clock.instant().isBefore(held.latest())) {
      hold(held, LOOK_AGAIN);
    } else {
      held.sending().partition().resolve();
      held.ending().untold().run();
    }
  }
}
