package dev.sluice.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.enrichers.KeywordCategory;
import dev.sluice.enrichers.LexiconSentiment;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.DeadLetterHeaders;
import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.Topic;
import dev.sluice.schemas.Topics;
import dev.sluice.schemas.WebhookHeaders;
import dev.sluice.simulator.wire.MetaPayloads;
import dev.sluice.tenants.Tenants;
import dev.sluice.testsupport.TestBroker;
import dev.sluice.testsupport.TestTenant;
import dev.sluice.testsupport.TestTenants;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A broker that refuses a record breaks the transaction that carries it: the message is set aside
/// in the next one, and its conversation goes on.
class RefusedByBrokerIT {

  /// A thread is replaced once the session of the one before has ended, on a busy machine in half a
  /// minute.
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path directory;

  @ParameterizedTest
  @EnumSource(Guarantee.class)
  void shouldSetAsideAMessageTheBrokerRefusesAndGoOnBehindIt(Guarantee guarantee) throws Exception {
    // Given a topic that takes no long messages
    TestBroker.createSharedTopics();
    TestTenant clinic =
        TestTenants.builder("clinic")
            .routing(new Tenant.Routing("general", List.of(), true))
            .build();
    TestBroker.createTopicsFor(clinic.id());
    Topic<String, InboxItem> own = Topics.INBOX_OF.of(clinic.id());
    limit(own.name(), 4_000);
    SimpleMeterRegistry registry = new SimpleMeterRegistry();

    // When a long message comes between two short ones of the same customer
    try (TopologyRunner topology =
        TopologyRunner.start(
            TopologySettings.defaults("refused-" + guarantee, directory).withGuarantee(guarantee),
            TestBroker.connection(),
            Tenants.of(clinic.tenant()),
            new LexiconSentiment(),
            new KeywordCategory(),
            registry)) {
      post(clinic, "wamid.1", "short");
      post(clinic, "wamid.2", "long".repeat(2_000));
      post(clinic, "wamid.3", "short");

      // Then
      TestBroker.readAll(own, it -> isOf(it, "wamid.3"), 1, LIMIT);
      assertThat(TestBroker.readAll(own, 2, LIMIT)).noneMatch(it -> isOf(it, "wamid.2"));
      ConsumerRecord<String, byte[]> letter =
          TestBroker.readAll(Topics.DEAD_LETTERS, clinic.id(), 1, LIMIT).getFirst();
      // On release, or on admission where both were in the transaction that broke.
      assertThat(new String(letter.value(), StandardCharsets.UTF_8)).contains("\"wamid.2\"");
      assertThat(WebhookHeaders.text(letter.headers(), DeadLetterHeaders.STAGE).orElseThrow())
          .isIn("release", "admit");
      assertThat(registry.counter("sluice.topology.refused").count()).isPositive();
      assertThat(topology.ready()).isTrue();
    }
  }

  private static boolean isOf(ConsumerRecord<String, InboxItem> item, String id) {
    return item.value().message().messageId().equals(id);
  }

  private static void post(TestTenant tenant, String id, String words) {
    byte[] body =
        MetaPayloads.whatsApp(tenant.account(Channel.WHATSAPP))
            .text(id, "12025550101", words)
            .bytes();
    TestBroker.produce(Topics.WEBHOOKS, tenant.id().value(), body);
  }

  private static void limit(String topic, int bytes) throws Exception {
    try (Admin admin = Admin.create(TestBroker.connection())) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, topic),
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry(
                              TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes)),
                          AlterConfigOp.OpType.SET))))
          .all()
          .get(10, TimeUnit.SECONDS);
    }
  }
}
