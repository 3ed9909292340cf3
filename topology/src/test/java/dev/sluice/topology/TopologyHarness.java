package dev.sluice.topology;

import static org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore;
import static org.apache.kafka.streams.state.Stores.inMemoryWindowStore;

import dev.sluice.enrichers.CategoryModel;
import dev.sluice.enrichers.SentimentModel;
import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topic;
import dev.sluice.schemas.Topics;
import dev.sluice.schemas.WebhookHeaders;
import dev.sluice.tenants.Tenants;
import dev.sluice.topology.admit.Pending;
import dev.sluice.topology.enrich.Branch;
import dev.sluice.topology.enrich.CallPolicy;
import dev.sluice.topology.fault.Handlers;
import dev.sluice.topology.fault.Refusals;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/// The topology under a test driver, with calls that run when the test says so, a clock the test
/// moves, and crashes that keep nothing but what the changelogs hold.
final class TopologyHarness implements AutoCloseable {

  static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

  private final Tenants tenants;
  private final SentimentModel sentimentModel;
  private final CategoryModel categoryModel;
  private final int queuedMax;
  private final Path stateDirectory;
  private final Stages.Limits limits;
  private final Map<String, NavigableMap<Bytes, byte[]>> changelogs = new HashMap<>();
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final TopologyMetrics metrics = new TopologyMetrics(registry);
  private final Refusals refusals = new Refusals();

  private ManualCalls sentiment;
  private ManualCalls category;
  private TopologyTestDriver driver;
  private TestInputTopic<String, byte[]> webhooks;
  private Instant now = START;
  private int posted;

  TopologyHarness(
      Tenants tenants,
      SentimentModel sentimentModel,
      CategoryModel categoryModel,
      int queuedMax,
      Path stateDirectory) {
    this(tenants, sentimentModel, categoryModel, queuedMax, Stages.Limits.DEFAULT, stateDirectory);
  }

  TopologyHarness(
      Tenants tenants,
      SentimentModel sentimentModel,
      CategoryModel categoryModel,
      int queuedMax,
      Stages.Limits limits,
      Path stateDirectory) {
    this.tenants = tenants;
    this.limits = limits;
    this.sentimentModel = sentimentModel;
    this.categoryModel = categoryModel;
    this.queuedMax = queuedMax;
    this.stateDirectory = stateDirectory;
    this.sentiment = new ManualCalls(queuedMax);
    this.category = new ManualCalls(queuedMax);
    this.driver = open();
    this.webhooks = input();
  }

  void post(TenantId tenant, byte[] body) {
    Headers headers = new RecordHeaders();
    WebhookHeaders.put(
        headers, WebhookHeaders.RECEIVED_AT, Long.toString(now.toEpochMilli() * 1000));
    posted++;
    webhooks.pipeInput(new TestRecord<>(tenant.value(), body, headers, now));
  }

  void postRaw(String key, byte[] body) {
    posted++;
    webhooks.pipeInput(new TestRecord<>(key, body, now));
  }

  ManualCalls sentiment() {
    return sentiment;
  }

  ManualCalls category() {
    return category;
  }

  MeterRegistry registry() {
    return registry;
  }

  Refusals refusals() {
    return refusals;
  }

  double count(String name) {
    return registry.find(name).counters().stream().mapToDouble(c -> c.count()).sum();
  }

  void advance(Duration time) {
    driver.advanceWallClockTime(time);
    now = now.plus(time);
    followChangelog();
  }

  void tick() {
    advance(Duration.ofMillis(1));
  }

  /// Runs every call and collects every answer.
  void settle() {
    tick(); // a task that has just started marks what is pending
    tick(); // and asks about it once that is committed
    while (sentiment.waiting() + category.waiting() > 0) {
      sentiment.runAll();
      category.runAll();
      tick();
    }
    tick();
  }

  List<InboxItem> inbox() {
    return read(Topics.INBOX).stream().map(TestRecord::value).toList();
  }

  List<ProviderStatus> statuses() {
    return read(Topics.STATUSES).stream().map(TestRecord::value).toList();
  }

  <K, V> List<TestRecord<K, V>> read(Topic<K, V> topic) {
    TestOutputTopic<K, V> output =
        driver.createOutputTopic(
            topic.name(), topic.keys().deserializer(), topic.values().deserializer());
    List<TestRecord<K, V>> records = new ArrayList<>();
    while (!output.isEmpty()) {
      records.add(output.readRecord());
    }
    followChangelog();
    return records;
  }

  int pending() {
    followChangelog();
    return log(Names.PENDING_STORE).size();
  }

  int parked() {
    followChangelog();
    return log(Names.PARKED_STORE).size();
  }

  int unanswered() {
    followChangelog();
    return log(Names.UNANSWERED_STORE).size();
  }

  /// What the pending store holds, in order.
  List<Pending> pendingMessages() {
    followChangelog();
    return log(Names.PENDING_STORE).values().stream()
        .map(bytes -> Pending.serde().deserializer().deserialize("", bytes))
        .toList();
  }

  /// The process dies and another takes over: calls in flight and everything in memory are gone,
  /// the stores come back from their changelogs. What was seen is on disk.
  void crash() {
    followChangelog();
    restart();
  }

  /// The same without transactions: what was written to a store last has not arrived, and webhooks
  /// are read again from an offset on.
  void crashLosing(String store, int readAgainFrom) {
    followChangelog();
    log(store).clear();
    posted = readAgainFrom;
    restart();
  }

  /// Does something whose transaction is aborted: nobody sees what it wrote to topics and stores,
  /// and the process goes on as after a crash. It may not post.
  void abort(Runnable uncommitted) {
    followChangelog();
    Map<String, NavigableMap<Bytes, byte[]>> committed = new HashMap<>();
    changelogs.forEach((store, log) -> committed.put(store, new TreeMap<>(log)));
    uncommitted.run();
    followChangelog();
    changelogs.clear();
    changelogs.putAll(committed);
    restart();
  }

  private void restart() {
    List<KeyValue<Windowed<byte[]>, byte[]>> seen = seen();
    driver.close();
    sentiment = new ManualCalls(queuedMax);
    category = new ManualCalls(queuedMax);
    driver = open();
    for (KeyValue<Windowed<byte[]>, byte[]> sighting : seen) {
      driver
          .<byte[], byte[]>getWindowStore(Names.SEEN_STORE)
          .put(sighting.key.key(), sighting.value, sighting.key.window().start());
    }
    webhooks = input();
    skipOffsets();
  }

  /// Lets offsets go on behind what was posted: a new driver counts from 0 again.
  private void skipOffsets() {
    byte[] nothing = "{}".getBytes(StandardCharsets.UTF_8);
    for (long skipped = 0; skipped < posted; skipped++) {
      webhooks.pipeInput(new TestRecord<>("skipped", nothing, now));
    }
    read(Topics.DEAD_LETTERS);
  }

  private List<KeyValue<Windowed<byte[]>, byte[]>> seen() {
    List<KeyValue<Windowed<byte[]>, byte[]>> entries = new ArrayList<>();
    try (var all = driver.<byte[], byte[]>getWindowStore(Names.SEEN_STORE).all()) {
      all.forEachRemaining(entries::add);
    }
    return entries;
  }

  private NavigableMap<Bytes, byte[]> log(String store) {
    return changelogs.computeIfAbsent(store, name -> new TreeMap<>());
  }

  private void followChangelog() {
    for (String store : List.of(Names.PENDING_STORE, Names.PARKED_STORE, Names.UNANSWERED_STORE)) {
      TestOutputTopic<byte[], byte[]> changelog =
          driver.createOutputTopic(
              TopologySettings.APPLICATION_ID + "-" + store + "-changelog",
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer());
      while (!changelog.isEmpty()) {
        TestRecord<byte[], byte[]> change = changelog.readRecord();
        if (change.value() == null) {
          log(store).remove(Bytes.wrap(change.key()));
        } else {
          log(store).put(Bytes.wrap(change.key()), change.value());
        }
      }
    }
  }

  private TopologyTestDriver open() {
    Stages stages =
        new Stages(
            Branch.sentiment(sentiment, CallPolicy.DEFAULT, sentimentModel, tenants),
            Branch.category(category, CallPolicy.DEFAULT, categoryModel, tenants),
            tenants,
            limits,
            refusals,
            metrics);
    Duration window = limits.duplicateWindow();
    Stores stores =
        new Stores(
            Stores.pending(restored(Names.PENDING_STORE)),
            Stores.parked(restored(Names.PARKED_STORE)),
            stages.waiting(),
            Stores.seen(inMemoryWindowStore(Names.SEEN_STORE, window, window, false), window),
            Stores.unanswered(restored(Names.UNANSWERED_STORE)));
    Properties properties =
        TopologySettings.defaults("test", stateDirectory)
            .withGuarantee(limits.guarantee())
            .streams(Map.of("bootstrap.servers", "none:1"));
    Handlers.install(properties, metrics, refusals);
    return new TopologyTestDriver(SluiceTopology.build(stages, stores), properties, now);
  }

  private Restored restored(String store) {
    return new Restored(store, new TreeMap<>(log(store)));
  }

  private TestInputTopic<String, byte[]> input() {
    return driver.createInputTopic(
        Topics.WEBHOOKS.name(),
        Topics.WEBHOOKS.keys().serializer(),
        Topics.WEBHOOKS.values().serializer());
  }

  @Override
  public void close() {
    driver.close();
  }

  /// An in-memory store that starts with what a changelog held: what a restore does before a task
  /// is initialised.
  private record Restored(String name, NavigableMap<Bytes, byte[]> content)
      implements KeyValueBytesStoreSupplier {

    @Override
    public String metricsScope() {
      return "in-memory";
    }

    @Override
    public KeyValueStore<Bytes, byte[]> get() {
      KeyValueStore<Bytes, byte[]> store = inMemoryKeyValueStore(name).get();
      content.forEach(store::put);
      return store;
    }
  }
}
