package dev.sluice.topology;

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
import dev.sluice.topology.parse.Position;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
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
  private final NavigableMap<Position, Pending> pendingLog = new TreeMap<>();
  private final MeterRegistry registry = new SimpleMeterRegistry();

  private ManualCalls sentiment;
  private ManualCalls category;
  private TopologyTestDriver driver;
  private TestInputTopic<String, byte[]> webhooks;
  private Instant now = START;

  TopologyHarness(
      Tenants tenants,
      SentimentModel sentimentModel,
      CategoryModel categoryModel,
      int queuedMax,
      Path stateDirectory) {
    this.tenants = tenants;
    this.sentimentModel = sentimentModel;
    this.categoryModel = categoryModel;
    this.queuedMax = queuedMax;
    this.stateDirectory = stateDirectory;
    this.sentiment = new ManualCalls(queuedMax);
    this.category = new ManualCalls(queuedMax);
    this.driver = open(new TreeMap<>());
    this.webhooks = input();
  }

  void post(TenantId tenant, byte[] body) {
    Headers headers = new RecordHeaders();
    WebhookHeaders.put(
        headers, WebhookHeaders.RECEIVED_AT, Long.toString(now.toEpochMilli() * 1000));
    webhooks.pipeInput(new TestRecord<>(tenant.value(), body, headers, now));
  }

  void postRaw(String key, byte[] body) {
    webhooks.pipeInput(new TestRecord<>(key, body, now));
  }

  ManualCalls sentiment() {
    return sentiment;
  }

  ManualCalls category() {
    return category;
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
    return pendingLog.size();
  }

  /// The process dies and another takes over: calls in flight and everything in memory are gone,
  /// the pending store comes back from its changelog. What was seen is on disk.
  void crash() {
    followChangelog();
    List<byte[]> seen = seen();
    driver.close();
    sentiment = new ManualCalls(queuedMax);
    category = new ManualCalls(queuedMax);
    driver = open(new TreeMap<>(pendingLog));
    for (byte[] fingerprint : seen) {
      driver
          .<byte[], byte[]>getWindowStore(Names.SEEN_STORE)
          .put(fingerprint, new byte[] {1}, now.toEpochMilli());
    }
    webhooks = input();
    skipOffsets();
  }

  /// Lets offsets go on behind what is pending: a new driver counts from 0 again.
  private void skipOffsets() {
    long next = pendingLog.isEmpty() ? 0 : pendingLog.lastKey().offset() + 1;
    byte[] nothing = "{}".getBytes(StandardCharsets.UTF_8);
    for (long skipped = 0; skipped < next; skipped++) {
      postRaw("skipped", nothing);
    }
    read(Topics.DEAD_LETTERS);
  }

  private List<byte[]> seen() {
    List<byte[]> keys = new ArrayList<>();
    try (var all = driver.<byte[], byte[]>getWindowStore(Names.SEEN_STORE).all()) {
      all.forEachRemaining(entry -> keys.add(entry.key.key()));
    }
    return keys;
  }

  private void followChangelog() {
    TestOutputTopic<Position, Pending> changelog =
        driver.createOutputTopic(
            TopologySettings.APPLICATION_ID + "-" + Names.PENDING_STORE + "-changelog",
            Position.serde().deserializer(),
            Pending.serde().deserializer());
    while (!changelog.isEmpty()) {
      TestRecord<Position, Pending> change = changelog.readRecord();
      if (change.value() == null) {
        pendingLog.remove(change.key());
      } else {
        pendingLog.put(change.key(), change.value());
      }
    }
  }

  private TopologyTestDriver open(NavigableMap<Position, Pending> restored) {
    Stages stages =
        new Stages(
            Branch.sentiment(sentiment, CallPolicy.DEFAULT, sentimentModel, tenants),
            Branch.category(category, CallPolicy.DEFAULT, categoryModel, tenants),
            tenants,
            TopologySettings.DUPLICATE_WINDOW,
            new TopologyMetrics(registry));
    Stores stores =
        new Stores(
            Stores.pending(new Restored(restored)),
            Stores.durable(TopologySettings.DUPLICATE_WINDOW).seen());
    Properties properties =
        TopologySettings.defaults("test", stateDirectory)
            .streams(Map.of("bootstrap.servers", "none:1"));
    return new TopologyTestDriver(SluiceTopology.build(stages, stores), properties, now);
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
  private record Restored(NavigableMap<Position, Pending> content)
      implements KeyValueBytesStoreSupplier {
    @Override
    public String name() {
      return Names.PENDING_STORE;
    }

    @Override
    public String metricsScope() {
      return "in-memory";
    }

    @Override
    public KeyValueStore<Bytes, byte[]> get() {
      KeyValueStore<Bytes, byte[]> store =
          org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(Names.PENDING_STORE).get();
      content.forEach(
          (position, pending) ->
              store.put(
                  Bytes.wrap(Position.serde().serializer().serialize("", position)),
                  Pending.serde().serializer().serialize("", pending)));
      return store;
    }
  }
}
