package dev.sluice.dispatcher;

import dev.sluice.dispatcher.Doubts.Ending;
import dev.sluice.dispatcher.Echoes.Echo;
import dev.sluice.dispatcher.Intake.Content;
import dev.sluice.dispatcher.Intake.Content.Unusable;
import dev.sluice.dispatcher.ProviderAnswer.InDoubt;
import dev.sluice.dispatcher.RetryPolicy.Step;
import dev.sluice.lanes.Admission;
import dev.sluice.lanes.Lanes;
import dev.sluice.lanes.Work;
import dev.sluice.schemas.DeadLetterHeaders.Reason;
import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.DeliveryOutcome.Delivery;
import dev.sluice.schemas.DeliveryOutcome.Skipped;
import dev.sluice.schemas.InDoubtRule;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.ProviderStatus.ProviderError;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens to a record between being read and being done: tenant's lane, provider, outcome
/// stored, done. Or: dead letter stored, done.
///
/// A permit of the lane is held for the request only, never for a wait. Whether a message's
/// campaign goes on is looked at when its turn has come: a pause acts within one request, and what
/// it stops is parked for one permit and one token each, at the pace at which it would have been
/// sent. Thread-safe.
final class Sender {

  private static final Logger log = LoggerFactory.getLogger(Sender.class);

  private static final String CANCELLED = "campaign cancelled";

  private final Lanes<TenantId> lanes;
  private final Tenants tenants;
  private final Function<Tenant.Provider, Provider> providers;
  private final RetryPolicy policy;
  private final DurableLog results;
  private final CampaignView campaigns;
  private final TemplateStreaks streaks;
  private final TenantStops stops;
  private final Doubts doubts;
  private final DispatcherMetrics metrics;
  private final InstantSource clock;

  Sender(
      Lanes<TenantId> lanes,
      Tenants tenants,
      Function<Tenant.Provider, Provider> providers,
      RetryPolicy policy,
      DurableLog results,
      CampaignView campaigns,
      TenantStops stops,
      Doubts doubts,
      DispatcherMetrics metrics,
      InstantSource clock) {
    this.lanes = lanes;
    this.tenants = tenants;
    this.providers = providers;
    this.policy = policy;
    this.results = results;
    this.campaigns = campaigns;
    this.streaks = new TemplateStreaks(campaigns);
    this.stops = stops;
    this.doubts = doubts;
    this.metrics = metrics;
    this.clock = clock;
  }

  /// Takes charge of a record in hand of that partition: settles it, gives it back when there is no
  /// room, or leaves it in hand when closing. Does not block.
  void submit(OwnedPartition partition, ConsumerRecord<byte[], byte[]> record) {
    switch (Intake.read(partition.tenant(), record)) {
      case Content.Message(OutboundMessage message) ->
          submit(Sending.first(partition, record, message));
      case Unusable unusable ->
          submit(partition, record, Work.of(() -> bury(partition, record, unusable)));
    }
  }

  private void submit(OwnedPartition partition, ConsumerRecord<byte[], byte[]> record, Work work) {
    giveBackIfFull(partition, record.offset(), lanes.submit(partition.tenant(), work));
  }

  /// What an earlier owner may have sent is in doubt; when nobody tells, it is sent.
  private void submit(Sending sending) {
    OwnedPartition partition = sending.partition();
    Optional<Instant> notedAt = partition.inheritedAt(sending.record().offset());
    Optional<Tenant.Provider> telling =
        tenants.find(partition.tenant()).map(Tenant::provider).filter(Doubts::canBeTold);
    if (notedAt.isPresent() && telling.isPresent()) {
      doubts.hold(
          sending,
          work(sending),
          telling.get().whenInDoubt(),
          Doubts.sentSince(notedAt.get(), telling.get()),
          new Ending(echo -> told(sending, echo), () -> attempt(sending)));
    } else {
      submit(partition, sending.record(), work(sending));
    }
  }

  private Work work(Sending sending) {
    Work work = Work.of(() -> attempt(sending));
    return sending.partition().isReplies()
        ? work.interactive().inSequence(sending.message().conversation())
        : work;
  }

  private void attempt(Sending waiting) {
    OwnedPartition partition = waiting.partition();
    if (!partition.begin()) {
      return; // another dispatcher's by now
    }
    Optional<Provider> provider =
        tenants.find(partition.tenant()).map(Tenant::provider).map(providers);
    if (provider.isEmpty()) {
      Unusable unusable =
          new Unusable(Reason.UNKNOWN_TENANT, "the tenant is not known or has no provider");
      bury(partition, waiting.record(), unusable);
      partition.release();
      return;
    }
    try {
      switch (campaigns.standing(waiting.message())) {
        case SEND -> request(provider.get(), waiting.begunAt(clock.instant()));
        case WAIT -> {
          askNothing(partition.tenant());
          park(waiting, waiting.attempts());
        }
        case SKIP -> {
          askNothing(partition.tenant());
          conclude(waiting, new Skipped(waiting.unsent(clock.instant()), CANCELLED));
        }
      }
    } catch (InterruptedException e) {
      partition.release(); // closing without patience: the next owner sends it again
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      partition.release(); // it stays in hand: sending it again now might never end
      throw e;
    }
  }

  private void request(Provider provider, Sending sending) throws InterruptedException {
    TenantId tenant = sending.partition().tenant();
    ProviderAnswer answer = streaks.judged(sending.message(), ask(provider, sending));
    if (stops.note(tenant, answer, clock.instant())) {
      lanes.refresh(tenant);
    }
    act(sending, policy.after(answer, sending.progress(clock.instant())));
  }

  /// The turn of a probe is not for what asks nothing: it and its like go on at the usual pace.
  private void askNothing(TenantId tenant) {
    if (stops.open(tenant)) {
      lanes.refresh(tenant);
    }
  }

  /// A provider that throws is broken, and whether it sent before it broke nobody knows.
  private ProviderAnswer ask(Provider provider, Sending sending) throws InterruptedException {
    long began = System.nanoTime();
    ProviderAnswer answer;
    try {
      answer = provider.send(sending.message());
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("tenant", sending.message().tenant())
          .addKeyValue("messageId", sending.message().messageId())
          .setCause(e)
          .log("provider failed in a way that is no answer");
      answer = new InDoubt("failed in a way that is no answer: " + e.getClass().getSimpleName());
    }
    metrics.answered(answer, Duration.ofNanos(System.nanoTime() - began));
    return answer;
  }

  private void act(Sending sending, Step step) {
    switch (step) {
      case Step.Conclude(Function<Delivery, DeliveryOutcome> outcome) ->
          conclude(sending, outcome.apply(sending.delivery(clock.instant())));
      case Step.Doubt(String reason) -> doubt(sending, reason);
      case Step.TryAgain(Duration delay) -> again(sending.failedOnceMore(), delay);
      case Step.HoldTenant(Duration hold) -> {
        lanes.hold(sending.partition().tenant(), hold);
        again(sending.heldOnceMore(), Duration.ZERO);
      }
      case Step.StopTenant(String reason) -> stopTenant(sending, reason);
      case Step.PauseCampaign(String reason, Function<Delivery, DeliveryOutcome> otherwise) -> {
        if (sending.message().campaign() == null) {
          conclude(sending, otherwise.apply(sending.delivery(clock.instant())));
        } else {
          pauseCampaign(sending.message(), reason);
          park(sending, sending.attempts() + 1);
        }
      }
    }
  }

  /// The first refusal may be a moment's and passes by itself. When a probe is refused as well a
  /// person has to act, and the record of the campaign that asked says so.
  private void stopTenant(Sending sending, String reason) {
    TenantId tenant = sending.partition().tenant();
    if (stops.lasts(tenant, clock.instant())) {
      pauseCampaign(sending.message(), reason);
    } else {
      lanes.hold(tenant, stops.interval());
    }
    again(sending.heldOnceMore(), Duration.ZERO);
  }

  private void pauseCampaign(OutboundMessage message, String reason) {
    campaigns
        .pause(message, reason, clock.instant())
        .ifPresent(
            paused -> {
              log.atWarn()
                  .addKeyValue("tenant", paused.tenant())
                  .addKeyValue("campaign", paused.id())
                  .addKeyValue("reason", reason)
                  .log("campaign paused until somebody has acted");
              results.append(Parked.of(paused), () -> {});
            });
  }

  private void doubt(Sending sending, String reason) {
    OwnedPartition partition = sending.partition();
    Sending asked = sending.failedOnceMore();
    Optional<Tenant.Provider> provider = tenants.find(partition.tenant()).map(Tenant::provider);
    InDoubtRule rule = provider.map(Tenant.Provider::whenInDoubt).orElse(InDoubtRule.DEFAULT);
    InDoubtRule.Action action = partition.isReplies() ? rule.replies() : rule.campaigns();
    if (provider.filter(Doubts::canBeTold).isEmpty()) {
      act(asked, policy.untold(reason, action, asked.progress(clock.instant())));
      return;
    }
    doubts.hold(
        asked,
        work(asked),
        rule,
        clock.instant().minus(asked.progress(clock.instant()).elapsed()),
        new Ending(echo -> told(asked, echo), () -> untold(asked, reason, action)));
    partition.release();
  }

  private void told(Sending sending, Echo echo) {
    if (sending.partition().begin()) {
      Delivery delivery = sending.unsent(clock.instant());
      ProviderError failure = echo.failure();
      conclude(
          sending,
          failure == null
              ? new DeliveryOutcome.Accepted(delivery, echo.providerMessageId())
              : new DeliveryOutcome.Failed(
                  delivery, Integer.toString(failure.code()), failure.title()));
    }
  }

  private void untold(Sending asked, String reason, InDoubtRule.Action action) {
    if (asked.partition().begin()) {
      act(asked, policy.untold(reason, action, asked.progress(clock.instant())));
    }
  }

  /// It counts as done here once it is stored there.
  private void park(Sending sending, int attempts) {
    OwnedPartition partition = sending.partition();
    results.append(
        Parked.of(sending.message(), attempts, clock.instant()),
        () -> {
          metrics.parked();
          partition.settle(sending.record().offset());
        });
  }

  private void conclude(Sending sending, DeliveryOutcome outcome) {
    OwnedPartition partition = sending.partition();
    results.append(
        Results.of(outcome),
        () -> {
          metrics.concluded(outcome);
          partition.settle(sending.record().offset());
        });
  }

  /// Nothing behind it in its conversation overtakes it meanwhile.
  private void again(Sending sending, Duration delay) {
    OwnedPartition partition = sending.partition();
    Admission admission =
        lanes.submit(partition.tenant(), work(sending).keepingTurn().after(delay));
    giveBackIfFull(partition, sending.record().offset(), admission);
    partition.release();
  }

  private void bury(
      OwnedPartition partition, ConsumerRecord<byte[], byte[]> record, Unusable unusable) {
    if (!partition.begin()) {
      return;
    }
    results.append(
        DeadLetters.of(partition.tenant(), record, unusable),
        () -> {
          metrics.buried();
          if (partition.isFirstToBury()) {
            log.atWarn()
                .addKeyValue("tenant", partition.tenant())
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("reason", unusable.why())
                .log("record put aside as a dead letter; further ones are only counted");
          }
          partition.settle(record.offset());
        });
  }

  private static void giveBackIfFull(OwnedPartition partition, long offset, Admission admission) {
    switch (admission) {
      case Admission.Accepted() -> {}
      case Admission.LaneFull(int queued) -> partition.giveBack(offset);
      case Admission.Draining() -> {}
    }
  }
}
