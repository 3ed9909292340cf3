package dev.sluice.dispatcher;

import dev.sluice.dispatcher.books.BooksKeeper;
import dev.sluice.lanes.Lanes;
import dev.sluice.lanes.TotalLimit;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.Secrets;
import dev.sluice.tenants.Tenants;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.common.IsolationLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what the tenants' topics of campaigns and replies hold, through each tenant's provider.
///
/// Every message ends in exactly one outcome in the topic of results, or as a dead letter. Delivery
/// is at least once: what was under way at a crash, and what finished since the last commit, is
/// sent again. No tenant waits for another. A tenant whose topics are created later is taken in
/// within 15 s.
///
/// Several dispatchers of one group share the topics, one owner each. The requests of one tenant
/// never exceed its window: when its campaigns and its replies have different owners, these share
/// it. A campaign that is paused, here or by its provider's refusal, waits without holding up
/// others; it is parked and comes back when it is resumed. Thread-safe.
public final class CampaignDispatcher implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CampaignDispatcher.class);

  private final CampaignLoop loop;
  private final ReturnLoop returns;
  private final Thread thread;
  private final Thread returning;
  private final List<Runnable> closings;

  /// @param closings what is to be closed once both loops have ended, in that order
  private CampaignDispatcher(CampaignLoop loop, ReturnLoop returns, List<Runnable> closings) {
    this.loop = loop;
    this.returns = returns;
    this.closings = closings;
    this.thread = Thread.ofPlatform().name("campaign-loop").daemon().unstarted(loop);
    this.returning = Thread.ofPlatform().name("parked-returns").daemon().unstarted(returns);
  }

  /// Starts a dispatcher once it knows which campaigns are paused and who has opted out; it joins
  /// its group on its own time, see [#ready].
  ///
  /// @param connection Kafka client settings that hold at least `bootstrap.servers`
  /// @param tenants as they are at each moment: a change counts from the next message on
  /// @throws org.apache.kafka.common.KafkaException when `connection` makes no client
  /// @throws CampaignsUnavailable when the topic `campaigns` cannot be read within 30 s
  /// @throws dev.sluice.tenants.TenantsUnavailable when the topic `opt-outs` cannot
  public static CampaignDispatcher start(
      DispatcherSettings settings,
      Map<String, Object> connection,
      Tenants tenants,
      Secrets secrets,
      MeterRegistry registry) {
    Knowledge knowledge = Knowledge.follow(connection);
    try {
      CampaignDispatcher dispatcher =
          assembled(settings, connection, tenants, secrets, registry, knowledge);
      dispatcher.thread.start();
      dispatcher.returning.start();
      log.atInfo().log("campaign dispatcher started");
      return dispatcher;
    } catch (RuntimeException e) {
      knowledge.close();
      throw e;
    }
  }

  private static CampaignDispatcher assembled(
      DispatcherSettings settings,
      Map<String, Object> connection,
      Tenants tenants,
      Secrets secrets,
      MeterRegistry registry,
      Knowledge knowledge) {
    CampaignView campaigns = knowledge.campaigns();
    Consumer<byte[], byte[]> consumer = KafkaClients.consumer(connection, settings.group());
    DurableLog results = new DurableLog(KafkaClients.producer(connection));
    TenantWindows windows = new TenantWindows();
    LaneSettings limits = new LaneSettings(tenants, settings.reservedForReplies(), windows);
    LaneGates gates =
        new LaneGates(
            limits::shareOf,
            tenants,
            new TenantStops(settings.retry().probe()),
            new ProviderBreakers(System::nanoTime),
            System::nanoTime);
    // Each lane is bounded by its tenant's window. Where all together come to the bound, tenants
    // take turns; a share below the whole would only make a single busy tenant slower.
    TotalLimit total = new TotalLimit(settings.maxInFlight(), 1);
    Lanes<TenantId> lanes = Lanes.open("send", gates::limitsOf, total);
    campaigns.onResume(
        tenant -> {
          if (gates.stops().open(tenant)) {
            lanes.refresh(tenant);
          }
        });
    InstantSource clock = InstantSource.system();
    Providers providers = new Providers(settings.connectTimeout(), secrets, clock);
    DispatcherMetrics metrics = new DispatcherMetrics(registry, lanes, gates);
    RetryPolicy policy =
        new RetryPolicy(settings.retry(), () -> ThreadLocalRandom.current().nextDouble());
    LateFailures late =
        new LateFailures(
            campaigns,
            windows::ownsCampaigns,
            paused -> results.append(Parked.of(paused), () -> {}),
            clock);
    Echoes echoes = new Echoes(clock.instant());
    StatusFollower statuses =
        new StatusFollower(
            KafkaClients.follower(connection, IsolationLevel.READ_UNCOMMITTED), echoes, late::note);
    Endings endings = new Endings(results, metrics);
    Doubts doubts = new Doubts(lanes, tenants, endings, echoes, statuses, clock);
    Sender sender =
        new Sender(
            lanes,
            new Requests(tenants, providers::of, metrics),
            policy,
            endings,
            new Consequences(campaigns, results),
            campaigns,
            gates,
            doubts,
            knowledge::isOptedOut,
            clock);
    CampaignLoop loop =
        new CampaignLoop(
            consumer,
            settings,
            sender,
            metrics,
            limits::windowOf,
            windows,
            LaneControl.of(limits::permitsOf, lanes));
    consumer.subscribe(new SubscriptionPattern(Intake.PATTERN), loop.listener());
    ReturnLoop returns =
        returns(settings.group(), connection, new Parked(campaigns, tenants, clock), campaigns);
    BooksKeeper books = BooksKeeper.start(connection, settings.group(), registry);
    statuses.start();
    return new CampaignDispatcher(
        loop,
        returns,
        List.of(
            lanes::close,
            statuses::close,
            providers::close,
            results::close,
            books::close,
            knowledge::close));
  }

  private static ReturnLoop returns(
      String group, Map<String, Object> connection, Parked parked, CampaignView campaigns) {
    String transactions = group + "-parked-" + UUID.randomUUID();
    return new ReturnLoop(
        KafkaClients.parkedConsumer(connection, group),
        () -> KafkaClients.transactional(connection, transactions),
        parked,
        campaigns,
        InstantSource.system());
  }

  /// Whether the dispatcher runs and its group has taken it in.
  public boolean ready() {
    return loop.isJoined();
  }

  /// Begins nothing more, lets requests under way finish for at most the drain timeout, commits and
  /// leaves the group. What is still under way then is sent again by the next owner. Idempotent.
  @Override
  public void close() {
    loop.stop();
    returns.stop();
    boolean interrupted = false;
    while (thread.isAlive() || returning.isAlive()) {
      try {
        thread.join();
        returning.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    closings.forEach(Runnable::run);
    log.atInfo().log("campaign dispatcher stopped");
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
