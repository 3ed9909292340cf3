package dev.sluice.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.inbox.TenantBatch.Arrival;
import dev.sluice.schemas.TenantId;
import dev.sluice.testsupport.TestBroker;
import dev.sluice.testsupport.TestDatabase;
import dev.sluice.testsupport.TestTenant;
import dev.sluice.testsupport.TestTenants;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class LiveStreamIT {

  private static final Duration PATIENCE = RunningInbox.PATIENCE;
  private static final int STREAMS_PER_TENANT = 120;

  private final TestTenant many = TestTenants.unique("many");
  private final TestTenant replayed = TestTenants.unique("replayed");
  private final TestTenant slow = TestTenants.unique("slow");
  private final TestTenant other = TestTenants.unique("other");
  private final TestTenant crowded = TestTenants.unique("crowded");
  private RunningInbox inbox;
  private Database database;
  private InboxStore store;

  @BeforeAll
  void start() {
    TestBroker.createSharedTopics();
    TestDatabase.Database server = TestDatabase.freshDatabase();
    InboxSettings settings =
        InboxSettings.on(server.jdbcUrl(), server.user(), server.password())
            .withGroup("live-" + UUID.randomUUID())
            .withStreamsPerTenant(STREAMS_PER_TENANT);
    inbox = RunningInbox.start(settings, many, replayed, slow, other, crowded);
    inbox.awaitReady();
    // Another process that writes: what it stores must be heard here.
    database = Database.open(settings, new SimpleMeterRegistry());
    store = new InboxStore(database.tx(), Clock.systemUTC());
  }

  @AfterAll
  void stop() {
    inbox.close();
    database.close();
  }

  @Test
  void shouldSendEveryMessageToEachOfAHundredStreamsOnceAndInOrder() throws Exception {
    // Given
    List<SseClient> clients = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      clients.add(SseClient.open(inbox, inbox.request("/api/inbox/stream", many).build()));
    }
    await().atMost(PATIENCE).until(() -> inbox.service().feed().streams() == 100);

    // When
    for (int i = 0; i < 60; i++) {
      store(many, i, i + 1);
      store(other, i, i + 1);
    }

    // Then
    List<Long> all = LongStream.rangeClosed(1, 60).boxed().toList();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(clients).allSatisfy(client -> assertThat(client.ids()).hasSize(60)));
    assertThat(clients)
        .allSatisfy(
            client -> {
              assertThat(client.ids()).isEqualTo(all);
              assertThat(client.ended()).isFalse();
              assertThat(String.join("\n", client.others())).doesNotContain(other.id().value());
            });
    clients.forEach(SseClient::close);
    await().atMost(PATIENCE).until(() -> inbox.service().feed().streams() == 0);
  }

  @Test
  void shouldReplayWhatABrowserMissed() throws Exception {
    // Given
    store(replayed, 0, 700);
    String lastSeen = "3";

    // When
    try (SseClient client =
        SseClient.open(
            inbox,
            inbox
                .request("/api/inbox/stream?after=600", replayed)
                .header("Last-Event-ID", lastSeen)
                .build())) {
      await().atMost(PATIENCE).until(() -> client.ids().size() == 697);
      store(replayed, 700, 705);

      // Then
      await().atMost(PATIENCE).until(() -> client.ids().size() >= 702);
      assertThat(client.ids()).isEqualTo(LongStream.rangeClosed(4, 705).boxed().toList());
    }
  }

  @Test
  void shouldTellABrowserToLoadAgainWhoseLastIdDoesNotExist() throws Exception {
    // When
    try (SseClient client =
        SseClient.open(
            inbox,
            inbox.request("/api/inbox/stream", other).header("Last-Event-ID", "999999").build())) {

      // Then
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(client.others()).contains("event: resync"));
    }
  }

  @Test
  void shouldHoldLittleForABrowserThatDoesNotReadAndLoseNothing() throws Exception {
    // Given
    // 20 MB: more than the 4 MB and 6 MB the kernel keeps for the two ends of a connection.
    int total = 10_000;
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), inbox.port()));
      ask(socket, "/api/inbox/stream?after=0", slow);
      await().atMost(PATIENCE).until(() -> inbox.service().feed().streams() > 0);

      // When
      for (int from = 0; from < total; from += 500) {
        store(slow, from, from + 500);
      }
      await()
          .during(Duration.ofSeconds(1))
          .atMost(PATIENCE)
          .until(() -> inbox.service().feed().behind() > total / 4);

      // Then
      List<Long> ids = readIds(socket, total);
      assertThat(ids).isEqualTo(LongStream.rangeClosed(1, total).boxed().toList());
    }
  }

  @Test
  void shouldRefuseMoreStreamsThanATenantMayHold() throws Exception {
    // Given
    List<SseClient> clients = new ArrayList<>();
    for (int i = 0; i < STREAMS_PER_TENANT; i++) {
      clients.add(SseClient.open(inbox, inbox.request("/api/inbox/stream", crowded).build()));
    }
    await().atMost(PATIENCE).until(() -> inbox.service().feed().streams() >= STREAMS_PER_TENANT);

    // When
    HttpResponse<String> refused = inbox.get("/api/inbox/stream", crowded);

    // Then
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    clients.forEach(SseClient::close);
    await().atMost(PATIENCE).until(() -> inbox.service().feed().streams() == 0);
  }

  private void store(TestTenant tenant, int from, int to) throws Exception {
    TenantId id = tenant.id();
    List<Arrival> arrivals =
        IntStream.range(from, to)
            .mapToObj(
                i ->
                    new Arrival(
                        "m" + i,
                        Samples.item(id, "m" + i, "5511900000001", "words ".repeat(200), 40)))
            .toList();
    store.write(id, new TenantBatch(arrivals, List.of(), List.of()));
  }

  private static void ask(Socket socket, String path, TestTenant tenant) throws IOException {
    socket
        .getOutputStream()
        .write(
            "GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
                .formatted(path, tenant.apiToken())
                .getBytes(StandardCharsets.US_ASCII));
  }

  private static List<Long> readIds(Socket socket, int expected) throws IOException {
    socket.setSoTimeout((int) PATIENCE.toMillis());
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    List<Long> ids = new ArrayList<>();
    while (ids.size() < expected) {
      String line = in.readLine();
      if (line == null) {
        return ids;
      }
      if (line.startsWith("id: ")) {
        ids.add(Long.parseLong(line.substring(4)));
      }
    }
    return ids;
  }
}
