package dev.sluice.topology.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.Address;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Content;
import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topics;
import dev.sluice.topology.Names;
import dev.sluice.topology.TopologyMetrics;
import dev.sluice.topology.admit.Pending;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler.Response;
import org.apache.kafka.streams.errors.ProductionExceptionHandler.Result;
import org.apache.kafka.streams.errors.internals.DefaultErrorHandlerContext;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OnRefusalTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Refusals refusals = new Refusals();
  private final OnRefusal handler = new OnRefusal();
  private final InboundMessage message = message("wamid.1");

  @BeforeEach
  void configure() {
    Properties properties = new Properties();
    Handlers.install(properties, new TopologyMetrics(registry), refusals);
    Map<String, Object> settings = new HashMap<>();
    properties.forEach((key, value) -> settings.put(key.toString(), value));
    handler.configure(settings);
  }

  @Test
  void shouldNoteTheMessageOfARefusedRecord() {
    // When
    Response response =
        handler.handleError(context(), pendingRecord(), new RecordTooLargeException("4 MiB"));

    // Then
    assertThat(response.result()).isEqualTo(Result.FAIL);
    assertThat(refusals.contains(message)).isTrue();
    assertThat(refusals.contains(message("wamid.2"))).isFalse();
    assertThat(registry.counter("sluice.topology.refused").count()).isEqualTo(1);
  }

  @Test
  void shouldTryAgainWhatMayPass() {
    // When
    Response response =
        handler.handleError(context(), pendingRecord(), new NotLeaderOrFollowerException("moved"));

    // Then
    assertThat(response.result()).isEqualTo(Result.RETRY);
    assertThat(refusals.contains(message)).isFalse();
  }

  @Test
  void shouldSurviveARecordItCannotRead() {
    // Given
    ProducerRecord<byte[], byte[]> broken =
        new ProducerRecord<>(Topics.INBOX.name(), new byte[0], new byte[] {1, 2});

    // When
    Response response =
        handler.handleError(context(), broken, new RecordTooLargeException("4 MiB"));

    // Then
    assertThat(response.result()).isEqualTo(Result.FAIL);
  }

  @Test
  void shouldForgetTheOldestRefusalFirst() {
    // When
    for (int number = 0; number <= 1_000; number++) {
      refusals.note(message("wamid." + number));
    }

    // Then
    assertThat(refusals.contains(message("wamid.0"))).isFalse();
    assertThat(refusals.contains(message("wamid.1000"))).isTrue();
  }

  private ProducerRecord<byte[], byte[]> pendingRecord() {
    byte[] value = Pending.serde().serializer().serialize("", new Pending(message, 1, null));
    return new ProducerRecord<>(
        "sluice-topology-" + Names.PENDING_STORE + "-changelog", new byte[0], value);
  }

  private static ErrorHandlerContext context() {
    return new DefaultErrorHandlerContext(
        null, "webhooks", 0, 0, new RecordHeaders(), "inbox", new TaskId(0, 0), 0, null, null);
  }

  private static InboundMessage message(String id) {
    return new InboundMessage(
        new TenantId("acme"),
        Channel.WHATSAPP,
        id,
        "1",
        new Address("12025550101"),
        null,
        Instant.EPOCH,
        Instant.EPOCH,
        new Content.Text("hello"));
  }
}
