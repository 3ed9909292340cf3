package dev.sluice.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.embedded.EmbeddedPostgreSql;
import dev.sluice.embedded.PostgresSettings;
import dev.sluice.schemas.Topics;
import dev.sluice.testsupport.TestBroker;
import dev.sluice.testsupport.TestTenant;
import dev.sluice.testsupport.TestTenants;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a server of its own, as its superuser, who would step around row-level security.
class DatabaseOutageIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void shouldLoseAndDoubleNothingWhileTheDatabaseIsAway(@TempDir Path directory) throws Exception {
    // Given
    TestTenant tenant = TestTenants.unique("outage");
    TestBroker.createSharedTopics();
    PostgresSettings files = PostgresSettings.in(directory).withDurable(false);
    EmbeddedPostgreSql first = EmbeddedPostgreSql.start(files);
    InboxSettings settings =
        InboxSettings.on(first.createDatabase("inbox"), first.user(), first.password())
            .withGroup("outage-" + UUID.randomUUID());
    try (RunningInbox inbox = RunningInbox.start(settings, tenant)) {
      inbox.awaitReady();
      produce(tenant, 0, 20);
      await().atMost(PATIENCE).until(() -> inbox.messages(tenant).size() == 20);

      // When
      int port = first.port();
      first.close();
      produce(tenant, 20, 60);
      await().atMost(PATIENCE).until(() -> !inbox.service().ready());
      HttpResponse<String> meanwhile = inbox.get("/api/inbox", tenant);
      try (EmbeddedPostgreSql second = EmbeddedPostgreSql.start(files.withPort(port))) {
        produce(tenant, 60, 80);

        // Then
        assertThat(second.port()).isEqualTo(port);
        assertThat(meanwhile.statusCode()).isEqualTo(503);
        await().atMost(PATIENCE).until(inbox.service()::ready);
        await()
            .atMost(PATIENCE)
            .ignoreExceptions()
            .until(() -> inbox.messages(tenant).size() == 80);
        assertThat(inbox.messageIds(tenant))
            .containsExactlyElementsOf(IntStream.range(0, 80).mapToObj(i -> "m" + i).toList());
      }
    }
  }

  @Test
  void shouldSayWhichDatabaseDoesNotAnswer() {
    // Given
    InboxSettings nowhere =
        InboxSettings.on("jdbc:postgresql://127.0.0.1:1/inbox", "owner", "secret")
            .withDatabasePatience(Duration.ofSeconds(1));

    // When / Then
    assertThatThrownBy(() -> Database.open(nowhere, new SimpleMeterRegistry()))
        .isInstanceOf(InboxUnavailable.class)
        .hasMessage(
            "the inbox database jdbc:postgresql://127.0.0.1:1/inbox (user owner)"
                + " did not answer within PT1S");
  }

  private static void produce(TestTenant tenant, int from, int to) {
    for (int i = from; i < to; i++) {
      TestBroker.produce(Topics.INBOX, tenant.id().value(), Samples.item(tenant.id(), "m" + i));
    }
  }
}
