package dev.sluice.dispatcher;

import dev.sluice.lanes.LaneLimits;
import dev.sluice.lanes.LaneStats;
import dev.sluice.lanes.Lanes;
import dev.sluice.lanes.TotalLimit;
import dev.sluice.schemas.Address;
import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.DelayedSend;
import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.InDoubtRule;
import dev.sluice.schemas.OptOut;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.SecretRef;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topics;
import dev.sluice.tenants.Tenants;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// A loop on pretend Kafka clients and a pretend provider, everything between them real.
final class LoopHarness implements AutoCloseable {

  static final TenantId ACME = new TenantId("acme");
  static final TenantId GLOBEX = new TenantId("globex");
  static final TenantId STRANGER = new TenantId("stranger");
  static final int WINDOW = 3;

  /// Tests that nobody tells anything need not wait long.
  static final InDoubtRule IN_DOUBT =
      new InDoubtRule(Duration.ofMillis(50), InDoubtRule.Action.RESEND, InDoubtRule.Action.UNKNOWN);

  static final DispatcherSettings SETTINGS =
      DispatcherSettings.DEFAULT.withDrainTimeout(Duration.ofSeconds(20));

  /// Between two requests of a stopped tenant.
  static final Duration PROBE = Duration.ofMillis(300);

  private static final Doubts.Statuses NOTHING_TO_READ =
      new Doubts.Statuses() {
        @Override
        public void lookBack(Instant since) {}

        @Override
        public boolean isComplete() {
          return true;
        }
      };

  final Echoes echoes = new Echoes(Instant.EPOCH);

  /// Before a provider that seems to be down is tried for the first time.
  static final Duration BREAKER_REST = Duration.ofMillis(300);

  final PretendConsumer consumer = new PretendConsumer();
  final MockProducer<byte[], byte[]> producer;
  final CampaignView campaigns = new CampaignView();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final TenantWindows windows = new TenantWindows();

  /// Whom campaigns must not write to.
  final Set<Address> optedOut = ConcurrentHashMap.newKeySet();

  private final LaneGates gates;
  private final Lanes<TenantId> lanes;
  private final DurableLog results;
  private final AtomicInteger rebalances = new AtomicInteger();
  private volatile boolean rebalancing;
  private final CampaignLoop loop;
  private final Thread thread;

  LoopHarness(Provider provider) {
    this(provider, LaneLimits.window(WINDOW), true);
  }

  /// @param appends whether appends succeed by themselves
  LoopHarness(Provider provider, LaneLimits limits, boolean appends) {
    this(provider, limits, appends, false);
  }

  /// A dispatcher that keeps to its share of the window while it owns one partition of a tenant.
  static LoopHarness sharing(Provider provider, LaneLimits limits) {
    return new LoopHarness(provider, limits, true, true);
  }

  private LoopHarness(Provider provider, LaneLimits limits, boolean appends, boolean sharing) {
    SecretRef token = new SecretRef("env:TOKEN");
    Tenant.Provider settings =
        Messages.provider(URI.create("http://127.0.0.1:1"), "1555", token, WINDOW, IN_DOUBT);
    Tenants tenants =
        Tenants.of(Messages.tenant(ACME, settings), Messages.tenant(GLOBEX, settings));
    producer =
        new MockProducer<>(appends, null, new ByteArraySerializer(), new ByteArraySerializer());
    results = new DurableLog(producer);
    Function<TenantId, LaneLimits> share =
        tenant -> sharing ? windows.shareOf(tenant).of(limits) : limits;
    ProviderBreakers breakers = new ProviderBreakers(System::nanoTime, BREAKER_REST);
    gates = new LaneGates(share, tenants, new TenantStops(PROBE), breakers, System::nanoTime);
    lanes = Lanes.open("test", gates::limitsOf, TotalLimit.unbounded());
    DispatcherMetrics metrics = new DispatcherMetrics(registry, lanes, gates);
    RetryPolicy policy = new RetryPolicy(SETTINGS.retry(), () -> 0);
    Endings endings = new Endings(results, metrics);
    Sender sender =
        new Sender(
            lanes,
            new Requests(tenants, it -> provider, metrics),
            policy,
            endings,
            new Consequences(campaigns, results),
            campaigns,
            gates,
            new Doubts(lanes, tenants, endings, echoes, NOTHING_TO_READ, InstantSource.system()),
            message -> optedOut.contains(message.recipient()),
            InstantSource.system());
    LaneControl control = LaneControl.of(tenant -> share.apply(tenant).window(), lanes);
    loop = new CampaignLoop(consumer, SETTINGS, sender, metrics, t -> WINDOW, windows, control);
    thread = Thread.ofPlatform().name("loop-under-test").unstarted(loop);
    consumer.subscribe(
        Arrays.asList(
            campaign(ACME).topic(),
            replies(ACME).topic(),
            campaign(GLOBEX).topic(),
            campaign(STRANGER).topic()),
        loop.listener());
  }

  static TopicPartition campaign(TenantId tenant) {
    return new TopicPartition(Topics.CAMPAIGN_OF.of(tenant).name(), 0);
  }

  static TopicPartition replies(TenantId tenant) {
    return new TopicPartition(Topics.REPLIES_OF.of(tenant).name(), 0);
  }

  /// Starts the loop and gives it these partitions.
  LoopHarness start(TopicPartition... partitions) {
    assign(partitions);
    thread.start();
    return this;
  }

  /// Gives the loop these partitions and takes all others away, at its next poll.
  void assign(TopicPartition... partitions) {
    consumer.schedulePollTask(
        () -> {
          for (TopicPartition id : partitions) {
            consumer.updateBeginningOffsets(Map.of(id, 0L));
          }
          rebalancing = true;
          consumer.rebalance(List.of(partitions));
          rebalancing = false;
          rebalances.incrementAndGet();
        });
  }

  /// Whether a revocation waits for what is under way; the pretend consumer itself never waits.
  boolean isDraining() {
    return rebalancing && thread.getState() == Thread.State.TIMED_WAITING;
  }

  /// How often partitions have been given and taken away, to the end.
  int rebalances() {
    return rebalances.get();
  }

  /// Whether partitions are being taken away or given just now.
  boolean isRebalancing() {
    return rebalancing;
  }

  /// Whether so many messages are in the lane of the tenant under test, under way or waiting.
  boolean isInHand(int messages) {
    LaneStats stats = lanes.stats(ACME);
    return stats.queued() + stats.inFlight() == messages;
  }

  /// Notes a commit of an earlier owner; before [#start].
  LoopHarness committed(TopicPartition id, OffsetAndMetadata position) {
    consumer.updateBeginningOffsets(Map.of(id, 0L));
    consumer.schedulePollTask(() -> consumer.rebalance(Set.of(id)));
    consumer.schedulePollTask(() -> consumer.commitSync(Map.of(id, position), Duration.ZERO));
    consumer.poll(Duration.ZERO);
    consumer.poll(Duration.ZERO);
    consumer.schedulePollTask(() -> consumer.rebalance(Set.of()));
    consumer.poll(Duration.ZERO);
    return this;
  }

  void append(TopicPartition id, OutboundMessage... messages) {
    for (OutboundMessage message : messages) {
      append(id, Topics.CAMPAIGN_OF.values().serializer().serialize(id.topic(), message));
    }
  }

  /// Appends a message as it comes back after it was parked.
  void appendReturned(TopicPartition id, DelayedSend delayed) {
    byte[] value =
        Topics.CAMPAIGN_OF.values().serializer().serialize(id.topic(), delayed.message());
    append(id, value, headers -> ReturnHeaders.of(delayed).addTo(headers));
  }

  /// Appends to a partition's log; the loop sees it at its next poll.
  void append(TopicPartition id, byte[] value) {
    append(id, value, _ -> {});
  }

  private void append(TopicPartition id, byte[] value, Consumer<Headers> headers) {
    long offset = ends.merge(id, 1L, Long::sum) - 1;
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(id.topic(), id.partition(), offset, new byte[0], value);
    headers.accept(record.headers());
    consumer.schedulePollTask(() -> consumer.addRecord(record));
  }

  boolean isBreakerOpen(TenantId tenant) {
    return gates.isProviderDown(tenant);
  }

  /// Who was noted as opted out.
  List<OptOut> optOuts() {
    return history(Topics.OPT_OUTS.name()).stream()
        .map(it -> Topics.OPT_OUTS.values().deserializer().deserialize("", it.value()))
        .toList();
  }

  /// Lets a campaign's record be known.
  void know(Campaign campaign) {
    campaigns.take(campaign.key(), campaign);
  }

  /// The offset of what is appended next to a log that is cut off before it.
  void cutOffBefore(TopicPartition id, long offset) {
    ends.put(id, offset);
  }

  /// Ids of messages with an outcome, in the order in which they were stored.
  List<String> stored() {
    return outcomes().stream().map(it -> it.delivery().messageId()).toList();
  }

  List<DeliveryOutcome> outcomes() {
    return history(Topics.DISPATCH_RESULTS.name()).stream()
        .map(it -> Topics.DISPATCH_RESULTS.values().deserializer().deserialize("", it.value()))
        .toList();
  }

  List<ProducerRecord<byte[], byte[]>> deadLetters() {
    return history(Topics.DEAD_LETTERS.name());
  }

  /// What was parked, in the order in which it was stored.
  List<DelayedSend> parked() {
    return history(Topics.DISPATCH_RETRY.name()).stream()
        .map(it -> Topics.DISPATCH_RETRY.values().deserializer().deserialize("", it.value()))
        .toList();
  }

  /// The states of campaigns that were appended.
  List<Campaign> campaignRecords() {
    return history(Topics.CAMPAIGNS.name()).stream()
        .map(it -> Topics.CAMPAIGNS.values().deserializer().deserialize("", it.value()))
        .toList();
  }

  /// Lets a campaign's record be known.
  void know(CampaignId id, Campaign.State state) {
    know(Messages.campaign(ACME, id, state));
  }

  private List<ProducerRecord<byte[], byte[]>> history(String topic) {
    return producer.history().stream().filter(it -> it.topic().equals(topic)).toList();
  }

  /// The committed offset, -1 when nothing is.
  long committedOffset(TopicPartition id) {
    OffsetAndMetadata committed = consumer.committed(id);
    return committed == null ? -1 : committed.offset();
  }

  /// Ends the loop as a close does, and waits for it.
  void stop() {
    loop.stop();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    stop();
    lanes.close();
    results.close();
  }
}
