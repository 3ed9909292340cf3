package dev.sluice.dispatcher;

import dev.sluice.dispatcher.Intake.Content;
import dev.sluice.dispatcher.Intake.Content.Unusable;
import dev.sluice.dispatcher.LaneGates.Effect;
import dev.sluice.dispatcher.RetryPolicy.Progress;
import dev.sluice.dispatcher.RetryPolicy.Step;
import dev.sluice.lanes.Admission;
import dev.sluice.lanes.Lanes;
import dev.sluice.lanes.Work;
import dev.sluice.schemas.DeadLetterHeaders.Reason;
import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.DeliveryOutcome.Delivery;
import dev.sluice.schemas.DeliveryOutcome.Skipped;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// What happens to a record between being read and being done: its campaign's slot, its tenant's
/// lane, its [Turn], its provider, and a [Step] by the answer. Ends as [Endings] has it.
///
/// A permit of the lane is held for the request only, never for a wait. Whether a message's
/// campaign goes on is looked at when its turn has come: a pause acts within one request, and what
/// it stops is parked for one permit and one token each, at the pace at which it would have been
/// sent. Thread-safe.
final class Sender {

  /// A message that comes in the moment in which its provider's breaker opens or is probed looks
  /// again after this; the lane is on hold then, or has its one request under way.
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final Lanes<TenantId> lanes;
  private final Requests requests;
  private final RetryPolicy policy;
  private final Endings endings;
  private final Consequences consequences;
  private final CampaignView campaigns;
  private final CampaignRates rates = new CampaignRates();
  private final TemplateStreaks streaks;
  private final LaneGates gates;
  private final Doubts doubts;
  private final OptOutList optOuts;
  private final InstantSource clock;

  Sender(
      Lanes<TenantId> lanes,
      Requests requests,
      RetryPolicy policy,
      Endings endings,
      Consequences consequences,
      CampaignView campaigns,
      LaneGates gates,
      Doubts doubts,
      OptOutList optOuts,
      InstantSource clock) {
    this.lanes = lanes;
    this.requests = requests;
    this.policy = policy;
    this.endings = endings;
    this.consequences = consequences;
    this.campaigns = campaigns;
    this.streaks = new TemplateStreaks(campaigns);
    this.gates = gates;
    this.doubts = doubts;
    this.optOuts = optOuts;
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

  /// What an earlier owner may have sent is in doubt; when nobody tells, it is sent.
  private void submit(Sending sending) {
    if (!doubts.holdInherited(sending, work(sending), () -> attempt(sending))) {
      Work inTurn = work(sending).after(slot(sending.message()));
      submit(sending.partition(), sending.record(), inTurn);
    }
  }

  private void submit(OwnedPartition partition, ConsumerRecord<byte[], byte[]> record, Work work) {
    giveBackIfFull(partition, record.offset(), lanes.submit(partition.tenant(), work));
  }

  /// Time until the message's campaign comes to it, by the campaign's own rate. What is not sent
  /// anyway takes no slot.
  private Duration slot(OutboundMessage message) {
    if (message.campaign() == null) {
      return Duration.ZERO;
    }
    String key = CampaignView.keyOf(message);
    OptionalDouble rate = campaigns.ratePerSecond(key);
    return rate.isPresent() && campaigns.standing(key) == CampaignView.Standing.SEND
        ? rates.reserve(key, rate.getAsDouble(), System.nanoTime())
        : Duration.ZERO;
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
    try {
      Optional<Provider> provider = requests.providerOf(partition.tenant());
      if (provider.isEmpty()) {
        String why = "the tenant is not known or has no provider";
        endings.bury(partition, waiting.record(), new Unusable(Reason.UNKNOWN_TENANT, why));
      } else {
        take(turnOf(waiting), provider.get(), waiting);
      }
    } catch (InterruptedException e) {
      partition.release(); // closing without patience: the next owner sends it again
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      partition.release(); // it stays in hand: sending it again now might never end
      throw e;
    }
  }

  private Turn turnOf(Sending waiting) {
    OutboundMessage message = waiting.message();
    boolean optedOut = message.campaign() != null && optOuts.isOptedOut(message);
    return Turn.of(message, campaigns.standing(message), optedOut, clock.instant());
  }

  private void take(Turn turn, Provider provider, Sending waiting) throws InterruptedException {
    if (!(turn instanceof Turn.Send)) {
      askNothing(waiting.partition().tenant());
    }
    switch (turn) {
      case Turn.Send() -> request(provider, waiting);
      case Turn.WaitInLane(Duration delay) -> again(waiting, delay);
      case Turn.Park(Instant notBefore) -> endings.park(waiting, notBefore);
      case Turn.Skip(String reason) ->
          endings.conclude(waiting, new Skipped(waiting.unsent(clock.instant()), reason));
      case Turn.Fail(String code, String reason) ->
          endings.conclude(
              waiting, new DeliveryOutcome.Failed(waiting.unsent(clock.instant()), code, reason));
    }
  }

  private void request(Provider provider, Sending waiting) throws InterruptedException {
    TenantId tenant = waiting.partition().tenant();
    if (!gates.mayBegin(tenant)) {
      again(waiting, LOOK_AGAIN);
      return;
    }
    Sending sending = waiting.begunAt(clock.instant());
    ProviderAnswer answer = streaks.judged(sending.message(), ask(provider, sending));
    Instant now = clock.instant();
    consequences.noteOptOut(sending.message(), answer, now);
    Effect effect = gates.note(tenant, answer, now);
    if (effect.rest().isPositive()) {
      lanes.hold(tenant, effect.rest());
    } else if (effect.changed()) {
      lanes.refresh(tenant);
    }
    act(sending, policy.after(answer, sending.progress(now, gates.isProviderDown(tenant))));
  }

  private ProviderAnswer ask(Provider provider, Sending sending) throws InterruptedException {
    try {
      return requests.ask(provider, sending.message());
    } catch (InterruptedException e) {
      gates.abandoned(sending.partition().tenant());
      throw e;
    }
  }

  /// The turn of a probe is not for what asks nothing: it and its like go on at the usual pace.
  private void askNothing(TenantId tenant) {
    if (gates.stops().open(tenant)) {
      lanes.refresh(tenant);
    }
  }

  private void act(Sending sending, Step step) {
    switch (step) {
      case Step.Conclude(Function<Delivery, DeliveryOutcome> outcome) ->
          endings.conclude(sending, outcome.apply(sending.delivery(clock.instant())));
      case Step.Doubt(String reason) -> doubt(sending, reason);
      case Step.TryAgain(Duration delay) -> again(sending.failedOnceMore(), delay);
      case Step.Wait(Duration delay) -> again(sending.heldOnceMore(), delay);
      case Step.Park(Duration delay) ->
          endings.park(sending.heldOnceMore(), clock.instant().plus(delay));
      case Step.AwaitProvider() -> again(sending.heldOnceMore(), Duration.ZERO);
      case Step.HoldTenant(Duration hold) -> {
        hold(sending, hold);
        again(sending.heldOnceMore(), Duration.ZERO);
      }
      case Step.HoldTenantAndPark(Duration hold, Duration delay) -> {
        hold(sending, hold);
        endings.park(sending.heldOnceMore(), clock.instant().plus(delay));
      }
      case Step.StopTenant(String reason) -> stopTenant(sending, reason);
      case Step.PauseCampaign(String reason, Function<Delivery, DeliveryOutcome> otherwise) -> {
        if (sending.message().campaign() == null) {
          endings.conclude(sending, otherwise.apply(sending.delivery(clock.instant())));
        } else {
          consequences.pause(sending.message(), reason, clock.instant());
          endings.park(sending.heldOnceMore(), clock.instant());
        }
      }
    }
  }

  private void doubt(Sending sending, String reason) {
    if (doubts.holdUnanswered(sending, work(sending), () -> untold(sending, reason))) {
      sending.partition().release();
    } else {
      decide(sending, reason);
    }
  }

  private void untold(Sending sending, String reason) {
    if (sending.partition().begin()) {
      decide(sending, reason);
    }
  }

  private void decide(Sending sending, String reason) {
    boolean down = gates.isProviderDown(sending.partition().tenant());
    Progress progress = sending.progress(clock.instant(), down);
    act(sending, policy.untold(reason, doubts.actionFor(sending), progress));
  }

  private void hold(Sending sending, Duration hold) {
    TenantId tenant = sending.partition().tenant();
    Instant now = clock.instant();
    gates.throttled(tenant, now.plus(hold), now);
    lanes.hold(tenant, hold);
  }

  /// The first refusal may be a moment's and passes by itself. When a probe is refused as well a
  /// person has to act, and the record of the campaign that asked says so.
  private void stopTenant(Sending sending, String reason) {
    TenantId tenant = sending.partition().tenant();
    if (gates.stops().lasts(tenant, clock.instant())) {
      consequences.pause(sending.message(), reason, clock.instant());
    } else {
      lanes.hold(tenant, gates.stops().interval());
    }
    again(sending.heldOnceMore(), Duration.ZERO);
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
    if (partition.begin()) {
      endings.bury(partition, record, unusable);
    }
  }

  private static void giveBackIfFull(OwnedPartition partition, long offset, Admission admission) {
    switch (admission) {
      case Admission.Accepted() -> {}
      case Admission.LaneFull(int queued) -> partition.giveBack(offset);
      case Admission.Draining() -> {}
    }
  }
}
