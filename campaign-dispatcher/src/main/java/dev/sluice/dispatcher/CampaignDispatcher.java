package dev.sluice.dispatcher;

import dev.sluice.lanes.Lanes;
import dev.sluice.lanes.TotalLimit;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.Secrets;
import dev.sluice.tenants.Tenants;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
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
/// never exceed its window in one dispatcher; its campaigns and its replies may have different
/// owners, and then each of the two has a window. Thread-safe.
public final class CampaignDispatcher implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CampaignDispatcher.class);

  private final CampaignLoop loop;
  private final Thread thread;
  private final Lanes<TenantId> lanes;
  private final DurableLog results;
  private final Providers providers;

  private CampaignDispatcher(
      CampaignLoop loop, Lanes<TenantId> lanes, DurableLog results, Providers providers) {
    this.loop = loop;
    this.lanes = lanes;
    this.results = results;
    this.providers = providers;
    this.thread = Thread.ofPlatform().name("campaign-loop").daemon().unstarted(loop);
  }

  /// Starts a dispatcher; it joins its group on its own time, see [#ready].
  ///
  /// @param connection Kafka client settings that hold at least `bootstrap.servers`
  /// @param tenants as they are at each moment: a change counts from the next message on
  /// @throws org.apache.kafka.common.KafkaException when `connection` makes no client
  public static CampaignDispatcher start(
      DispatcherSettings settings,
      Map<String, Object> connection,
      Tenants tenants,
      Secrets secrets,
      MeterRegistry registry) {
    Consumer<byte[], byte[]> consumer = KafkaClients.consumer(connection, settings.group());
    DurableLog results = new DurableLog(KafkaClients.producer(connection));
    LaneSettings limits = new LaneSettings(tenants, settings.reservedForReplies());
    // Each lane is bounded by its tenant's window; a bound over all would couple tenants.
    Lanes<TenantId> lanes = Lanes.open("send", limits::limitsOf, TotalLimit.unbounded());
    InstantSource clock = InstantSource.system();
    Providers providers = new Providers(settings.connectTimeout(), secrets, clock);
    DispatcherMetrics metrics = new DispatcherMetrics(registry, lanes);
    RetryPolicy policy =
        new RetryPolicy(settings.retry(), () -> ThreadLocalRandom.current().nextDouble());
    Sender sender = new Sender(lanes, tenants, providers::of, policy, results, metrics, clock);
    CampaignLoop loop = new CampaignLoop(consumer, settings, sender, metrics, limits::windowOf);
    consumer.subscribe(new SubscriptionPattern(Intake.PATTERN), loop.listener());
    CampaignDispatcher dispatcher = new CampaignDispatcher(loop, lanes, results, providers);
    dispatcher.thread.start();
    log.atInfo().log("campaign dispatcher started");
    return dispatcher;
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
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    lanes.close();
    providers.close();
    results.close();
    log.atInfo().log("campaign dispatcher stopped");
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
