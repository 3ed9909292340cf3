package dev.sluice.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.Address;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.DeadLetterHeaders.Reason;
import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topic;
import dev.sluice.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReceivedTest {

  private static final TenantId TENANT = new TenantId("bank");

  @Test
  void shouldReadAMessageUnderTheChannelsId() {
    // Given
    InboxItem item = Samples.item(TENANT, "wamid.1");

    // When
    Received received = Received.read(origin(Topics.INBOX, bytes(Topics.INBOX, item)));

    // Then
    assertThat(received)
        .isInstanceOfSatisfying(
            Received.Message.class,
            message -> {
              assertThat(message.id()).isEqualTo("wamid.1");
              assertThat(message.item()).isEqualTo(item);
              assertThat(message.tenant()).isEqualTo(TENANT);
            });
  }

  @Test
  void shouldNameAMessageWithoutIdAfterItsPlaceInTheTopic() {
    // Given
    InboxItem item = Samples.item(TENANT, "");

    // When
    Received received = Received.read(origin(Topics.INBOX, bytes(Topics.INBOX, item)));

    // Then
    assertThat(received)
        .isInstanceOfSatisfying(
            Received.Message.class,
            message -> assertThat(message.id()).isEqualTo("position:inbox-3-42@1795168800123456"));
  }

  @Test
  void shouldReadOutcomesAndStatusesByTheirTopic() {
    // Given
    DeliveryOutcome outcome = Samples.accepted(TENANT, "our-1", "p1");
    ProviderStatus status = Samples.status(TENANT, "p1", ProviderStatus.State.READ, null);

    // When
    Received first =
        Received.read(origin(Topics.DISPATCH_RESULTS, bytes(Topics.DISPATCH_RESULTS, outcome)));
    Received second = Received.read(origin(Topics.STATUSES, bytes(Topics.STATUSES, status)));

    // Then
    assertThat(first).isInstanceOf(Received.Outcome.class);
    assertThat(second).isInstanceOf(Received.Status.class);
  }

  @Test
  void shouldCallBytesThatAreNoJsonUnreadableWithoutQuotingThem() {
    // When
    Received received =
        Received.read(origin(Topics.INBOX, "secret words".getBytes(StandardCharsets.UTF_8)));

    // Then
    assertThat(received)
        .isInstanceOfSatisfying(
            Received.Unreadable.class,
            unreadable -> {
              assertThat(unreadable.reason()).isEqualTo(Reason.UNREADABLE);
              assertThat(unreadable.why()).contains("InboxItem").doesNotContain("secret");
            });
  }

  @Test
  void shouldCallAnOutcomeWithoutItsDeliveryUnreadable() {
    // When
    Received received =
        Received.read(
            origin(
                Topics.DISPATCH_RESULTS,
                "{\"outcome\":\"accepted\",\"providerMessageId\":\"p1\"}"
                    .getBytes(StandardCharsets.UTF_8)));

    // Then
    assertThat(received)
        .isInstanceOfSatisfying(
            Received.Unreadable.class,
            unreadable -> assertThat(unreadable.reason()).isEqualTo(Reason.UNREADABLE));
  }

  @Test
  void shouldCallAStatusOfNoKnownMessageIncomplete() {
    // Given
    ProviderStatus status = ofNothing(null);

    // When
    Received received = Received.read(origin(Topics.STATUSES, bytes(Topics.STATUSES, status)));

    // Then
    assertThat(received)
        .isInstanceOfSatisfying(
            Received.Unreadable.class,
            unreadable -> assertThat(unreadable.reason()).isEqualTo(Reason.INCOMPLETE));
  }

  @Test
  void shouldReadAWatermark() {
    // Given
    ProviderStatus status = ofNothing(new Address("7001"));

    // When
    Received received = Received.read(origin(Topics.STATUSES, bytes(Topics.STATUSES, status)));

    // Then
    assertThat(received).isInstanceOf(Received.Status.class);
  }

  private static ProviderStatus ofNothing(@Nullable Address recipient) {
    return new ProviderStatus(
        TENANT,
        Channel.MESSENGER,
        "",
        ProviderStatus.State.READ,
        recipient,
        Samples.RECEIVED,
        null,
        List.of());
  }

  @Test
  void shouldCallARecordWithoutValueIncomplete() {
    // When
    Received received = Received.read(origin(Topics.STATUSES, null));

    // Then
    assertThat(received).isInstanceOf(Received.Unreadable.class);
  }

  private static ConsumerRecord<byte[], byte[]> origin(
      Topic<String, ?> topic, byte @Nullable [] value) {
    return new ConsumerRecord<>(
        topic.name(), 3, 42, TENANT.value().getBytes(StandardCharsets.UTF_8), value);
  }

  private static <V> byte[] bytes(Topic<String, V> topic, V value) {
    return topic.values().serializer().serialize(topic.name(), value);
  }
}
