package dev.sluice.topology.replay;

import dev.sluice.enrichers.CategoryModel;
import dev.sluice.enrichers.SentimentModel;
import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.Topic;
import dev.sluice.schemas.Topics;
import dev.sluice.schemas.WebhookHeaders;
import dev.sluice.tenants.Tenants;
import dev.sluice.topology.SluiceTopology;
import dev.sluice.topology.Stages;
import dev.sluice.topology.TopologyMetrics;
import dev.sluice.topology.TopologySettings;
import dev.sluice.topology.enrich.Branch;
import dev.sluice.topology.enrich.CallPolicy;
import dev.sluice.topology.fault.Handlers;
import dev.sluice.topology.fault.Refusals;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/// A recorded burst through the real topology in virtual time.
///
/// The topology, the lanes and the models are those of production; only the broker, the clock and
/// the threads are not there. The same burst with the same settings gives the same report, however
/// busy the machine.
public final class Replay implements AutoCloseable {

  /// The step of virtual time while anything is in flight, as often as a branch looks for answers.
  private static final Duration STEP = Duration.ofMillis(1);

  /// A message that is not through this long after the last webhook is stuck: deadline and retries
  /// together stay far below.
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final ReplaySettings settings;
  private final VirtualCalls sentimentCalls;
  private final VirtualCalls categoryCalls;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final TopologyTestDriver driver;
  private final TestInputTopic<String, byte[]> webhooks;
  private final TestOutputTopic<String, InboxItem> inbox;
  private final List<InboxItem> items = new ArrayList<>();
  private final Instant start;
  private long elapsedMillis;

  private Replay(
      Instant start,
      Tenants tenants,
      SentimentModel sentiment,
      CategoryModel category,
      ReplaySettings settings,
      Path stateDirectory) {
    this.settings = settings;
    this.start = start;
    this.sentimentCalls = new VirtualCalls(settings.sentimentLatency(), settings.permits());
    this.categoryCalls = new VirtualCalls(settings.categoryLatency(), settings.permits());
    TopologyMetrics metrics = new TopologyMetrics(registry);
    Refusals refusals = new Refusals();
    Stages stages =
        new Stages(
            Branch.sentiment(sentimentCalls, CallPolicy.DEFAULT, sentiment, tenants),
            Branch.category(categoryCalls, CallPolicy.DEFAULT, category, tenants),
            tenants,
            Stages.Limits.DEFAULT,
            refusals,
            metrics);
    Properties properties =
        TopologySettings.defaults("replay", stateDirectory)
            .streams(Map.of("bootstrap.servers", "none:1"));
    Handlers.install(properties, metrics, refusals);
    this.driver = new TopologyTestDriver(SluiceTopology.build(stages), properties, start);
    this.webhooks =
        driver.createInputTopic(
            Topics.WEBHOOKS.name(),
            Topics.WEBHOOKS.keys().serializer(),
            Topics.WEBHOOKS.values().serializer());
    this.inbox = output(Topics.INBOX);
  }

  /// Replays a burst from its first webhook to the last message.
  ///
  /// @param burst in any order; replayed in order of receipt
  /// @param stateDirectory an empty directory for the stores, the caller's to delete
  /// @throws IllegalStateException when a message is stuck
  public static ReplayReport run(
      List<RecordedWebhook> burst,
      Tenants tenants,
      SentimentModel sentiment,
      CategoryModel category,
      ReplaySettings settings,
      Path stateDirectory) {
    List<RecordedWebhook> inOrder =
        burst.stream().sorted(Comparator.comparingLong(RecordedWebhook::receivedMicros)).toList();
    Instant start =
        inOrder.isEmpty() ? Instant.EPOCH : millisOf(inOrder.getFirst().receivedMicros());
    try (Replay replay =
        new Replay(start, tenants, sentiment, category, settings, stateDirectory)) {
      inOrder.forEach(replay::post);
      replay.settle();
      return replay.report(inOrder.size());
    }
  }

  private void post(RecordedWebhook webhook) {
    Instant at = millisOf(webhook.receivedMicros());
    advanceTo(Duration.between(start, at).toMillis());
    Headers headers = new RecordHeaders();
    WebhookHeaders.put(
        headers, WebhookHeaders.RECEIVED_AT, Long.toString(webhook.receivedMicros()));
    webhooks.pipeInput(new TestRecord<>(webhook.tenant(), webhook.bytes(), headers, at));
  }

  private void settle() {
    long latest = elapsedMillis + PATIENCE.toMillis();
    while (isBusy()) {
      if (elapsedMillis > latest) {
        throw new IllegalStateException("%d messages are stuck".formatted(admitted() - released()));
      }
      advanceTo(elapsedMillis + STEP.toMillis());
    }
  }

  /// Lets virtual time pass: in steps while anything is in flight, at once while nothing is.
  private void advanceTo(long untilMillis) {
    while (elapsedMillis < untilMillis) {
      long step = isBusy() ? STEP.toMillis() : untilMillis - elapsedMillis;
      elapsedMillis += step;
      long nanos = Duration.ofMillis(elapsedMillis).toNanos();
      sentimentCalls.advance(nanos);
      categoryCalls.advance(nanos);
      driver.advanceWallClockTime(Duration.ofMillis(step));
      while (!inbox.isEmpty()) {
        items.add(inbox.readValue());
      }
    }
  }

  private boolean isBusy() {
    return admitted() > released();
  }

  private int admitted() {
    return count("sluice.topology.admitted");
  }

  private int released() {
    return count("sluice.topology.released");
  }

  private ReplayReport report(int posted) {
    return new ReplayReport(
        posted,
        items,
        count("sluice.dedupe.dropped"),
        remaining(output(Topics.STATUSES)),
        remaining(output(Topics.DEAD_LETTERS)),
        Math.max(sentimentCalls.peak(), categoryCalls.peak()),
        settings);
  }

  private int count(String counter) {
    return (int) registry.counter(counter).count();
  }

  private <K, V> TestOutputTopic<K, V> output(Topic<K, V> topic) {
    return driver.createOutputTopic(
        topic.name(), topic.keys().deserializer(), topic.values().deserializer());
  }

  private static int remaining(TestOutputTopic<?, ?> topic) {
    return (int) topic.getQueueSize();
  }

  private static Instant millisOf(long micros) {
    return Instant.ofEpochMilli(micros / 1000);
  }

  @Override
  public void close() {
    driver.close();
  }
}
