package dev.sluice.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.launcher.services.TopicTail;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.Topics;
import dev.sluice.simulator.BurstPlan;
import dev.sluice.simulator.BurstReport;
import dev.sluice.simulator.Business;
import dev.sluice.simulator.Industry;
import dev.sluice.simulator.MetaApp;
import dev.sluice.simulator.MetaSettings;
import dev.sluice.simulator.MetaSimulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 180, unit = TimeUnit.SECONDS)
class UpIT {

  /// 8 conversations of 60 messages last 9 s and longer: the kill comes in their midst.
  private static final int CONVERSATIONS = 8;

  private static final int MESSAGES = 60;
  private static final Duration SPACING = Duration.ofMillis(150);

  /// The first few messages through the whole of Sluice.
  private static final int ENOUGH_TO_KILL = 10;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path directory;

  UpIT(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void shouldKeepWhatItStoredAcrossACleanStop() throws Exception {
    // Given
    Path data = directory.resolve("data");
    int port = freePort();
    List<String> before;
    try (UpProcess first = UpProcess.start(data, port)) {
      BurstReport sent = send(first, plan(first, 4, 5, Duration.ZERO, 1));
      await().atMost(PATIENCE).until(() -> first.inbox().size() == sent.acknowledged());
      before = ids(first.inbox());
      assertThat(first.terminate()).as("status after SIGTERM; it said %s", first.lines()).isZero();
    }

    // When
    try (UpProcess second = UpProcess.start(data, port)) {

      // Then
      assertThat(before).hasSize(20).doesNotHaveDuplicates();
      assertThat(ids(second.inbox())).isEqualTo(before);
    }
  }

  @Test
  void shouldLoseAndDoubleNothingWhenKilledInTheMiddleOfABurst() throws Exception {
    // Given
    Path data = directory.resolve("data");
    int port = freePort();
    try (ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
      UpProcess first = UpProcess.start(data, port);
      BurstPlan plan = plan(first, CONVERSATIONS, MESSAGES, SPACING, 2);
      Future<BurstReport> sending = side.submit(() -> send(first, plan));
      await().atMost(PATIENCE).until(() -> first.inbox().size() >= ENOUGH_TO_KILL);

      // When
      first.kill();
      try (UpProcess second = UpProcess.start(data, port)) {
        BurstReport sent = sending.get();

        // Then
        assertThat(sent.redelivered()).as("deliveries the kill made necessary").isPositive();
        assertThat(sent.acknowledged()).isEqualTo(CONVERSATIONS * MESSAGES);
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(threads(second.inbox())).isEqualTo(expected(sent)));
        assertThat(recordsBeyondTheFirst(data)).isEmpty();
      }
    }
  }

  @Test
  void shouldSayInOneSentenceThatTheDirectoryIsInUse() throws Exception {
    // Given
    Path data = directory.resolve("data");
    try (UpProcess first = UpProcess.start(data, freePort())) {

      // When
      try (UpProcess second = UpProcess.launch(data, freePort())) {
        int status = second.await();

        // Then
        assertThat(status).isEqualTo(2);
        assertThat(second.lines())
            .filteredOn(line -> line.startsWith("sluice: "))
            .singleElement()
            .asString()
            .contains("is in use by process", "--data");
        assertThat(first.inbox()).isEmpty();
      }
    }
  }

  private static BurstReport send(UpProcess up, BurstPlan plan) throws InterruptedException {
    try (MetaSimulator meta = MetaSimulator.open(MetaSettings.of(up.address()))) {
      return meta.send(plan);
    }
  }

  private static BurstPlan plan(
      UpProcess up, int conversations, int messages, Duration spacing, long seed) {
    Business acme =
        new Business(
            FirstTenant.ID,
            MetaApp.of(FirstTenant.ID, up.secret(FirstTenant.APP_SECRET)),
            Industry.RETAILER,
            Map.of(Channel.WHATSAPP, FirstTenant.PHONE_NUMBER_ID));
    return BurstPlan.mixed(List.of(acme), conversations, messages, spacing, seed);
  }

  private static Map<String, List<String>> expected(BurstReport sent) {
    Map<String, List<String>> threads = new HashMap<>();
    sent.expected().forEach((thread, ids) -> threads.put(thread.customer().value(), ids));
    return threads;
  }

  private static Map<String, List<String>> threads(List<JsonNode> items) {
    Map<String, List<String>> threads = new HashMap<>();
    for (JsonNode item : items) {
      threads
          .computeIfAbsent(item.required("customer").textValue(), customer -> new ArrayList<>())
          .add(item.required("messageId").textValue());
    }
    return threads;
  }

  private static List<String> ids(List<JsonNode> items) {
    return items.stream().map(item -> item.required("messageId").textValue()).toList();
  }

  /// The inbox's primary key hides what stands in its topic twice.
  private static List<String> recordsBeyondTheFirst(Path data) {
    Map<String, Integer> records = new HashMap<>();
    String servers = new DataDirectory(data).bootstrapServers().orElseThrow();
    try (TopicTail<InboxItem> inbox =
        TopicTail.of(Topics.INBOX, Map.of("bootstrap.servers", servers))) {
      inbox.readToEnd(
          record -> records.merge(record.value().message().messageId(), 1, Integer::sum));
    }
    return records.entrySet().stream()
        .filter(entry -> entry.getValue() > 1)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
