package dev.sluice.dispatcher;

import dev.sluice.dispatcher.Echoes.Echo;
import dev.sluice.lanes.Admission;
import dev.sluice.lanes.Lanes;
import dev.sluice.lanes.Work;
import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.DeliveryOutcome.Delivery;
import dev.sluice.schemas.InDoubtRule;
import dev.sluice.schemas.ProviderStatus.ProviderError;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

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
  private final Tenants tenants;
  private final Endings endings;
  private final Echoes echoes;
  private final Statuses statuses;
  private final InstantSource clock;

  Doubts(
      Lanes<TenantId> lanes,
      Tenants tenants,
      Endings endings,
      Echoes echoes,
      Statuses statuses,
      InstantSource clock) {
    this.lanes = lanes;
    this.tenants = tenants;
    this.endings = endings;
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

  /// @param shape the lane's work for it, of which the place in its sequence and the urgency count
  /// @param since when it may have been sent at the earliest
  /// @param latest when it is let go even if statuses cannot be read
  private record Held(Sending sending, Work shape, Instant since, Instant latest, Runnable untold) {

    TenantId tenant() {
      return sending.message().tenant();
    }

    Echoes.Key key() {
      return Echoes.Key.of(sending.message());
    }
  }

  /// Holds a message that an earlier owner may have sent.
  ///
  /// @param shape the lane's work for it, of which the place in its sequence and the urgency count
  /// @param untold what to do when no status came in its time; with a permit of the lane
  /// @return false when it is not held: it was certainly not sent, or nobody can tell
  boolean holdInherited(Sending sending, Work shape, Runnable untold) {
    Optional<Instant> notedAt = sending.partition().inheritedAt(sending.record().offset());
    Optional<Tenant.Provider> provider = telling(sending);
    if (notedAt.isEmpty() || provider.isEmpty()) {
      return false;
    }
    hold(sending, shape, provider.get(), sentSince(notedAt.get(), provider.get()), untold);
    return true;
  }

  /// Holds a message whose request was written and not answered.
  ///
  /// @param shape as above
  /// @param untold as above
  /// @return false when it is not held: nobody can tell
  boolean holdUnanswered(Sending sending, Work shape, Runnable untold) {
    Optional<Tenant.Provider> provider = telling(sending);
    Instant startedAt = sending.startedAt();
    if (provider.isEmpty() || startedAt == null) {
      return false;
    }
    hold(sending, shape, provider.get(), startedAt, untold);
    return true;
  }

  /// What its tenant wants done about a message when nobody has told.
  InDoubtRule.Action actionFor(Sending sending) {
    InDoubtRule rule =
        provider(sending).map(Tenant.Provider::whenInDoubt).orElse(InDoubtRule.DEFAULT);
    return sending.partition().isReplies() ? rule.replies() : rule.campaigns();
  }

  /// The provider, if it names our messages in statuses that reach us.
  private Optional<Tenant.Provider> telling(Sending sending) {
    return provider(sending)
        .filter(
            it ->
                switch (it.kind()) {
                  case WHATSAPP_CLOUD, DIALOG_360 -> true;
                  case TWILIO, HTTP -> false;
                });
  }

  private Optional<Tenant.Provider> provider(Sending sending) {
    return tenants.find(sending.message().tenant()).map(Tenant::provider);
  }

  /// A message noted at that time may have been on its way, or held, for as long as both take.
  private static Instant sentSince(Instant notedAt, Tenant.Provider provider) {
    return notedAt
        .minus(provider.requestTimeout())
        .minus(provider.whenInDoubt().hold())
        .minus(CLOCKS);
  }

  private void hold(
      Sending sending, Work shape, Tenant.Provider provider, Instant since, Runnable untold) {
    Duration time = provider.whenInDoubt().hold();
    Instant latest = clock.instant().plus(time).plus(UNREADABLE_LIMIT);
    sending.partition().doubt();
    statuses.lookBack(since);
    hold(new Held(sending, shape, since, latest, untold), time);
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
                settle(held.sending(), echo);
              });
    }
  }

  private void settle(Sending sending, Echo echo) {
    if (sending.partition().begin()) {
      Delivery delivery = sending.delivery(clock.instant());
      ProviderError failure = echo.failure();
      endings.conclude(
          sending,
          failure == null
              ? new DeliveryOutcome.Accepted(delivery, echo.providerMessageId())
              : new DeliveryOutcome.Failed(
                  delivery, Integer.toString(failure.code()), failure.title()));
    }
  }

  private void over(Held held) {
    echoes.unlisten(held.key());
    if (!statuses.isComplete() && clock.instant().isBefore(held.latest())) {
      hold(held, LOOK_AGAIN);
    } else {
      held.sending().partition().resolve();
      held.untold().run();
    }
  }
}
