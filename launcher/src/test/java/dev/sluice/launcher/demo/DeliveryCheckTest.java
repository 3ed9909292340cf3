package dev.sluice.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.Channel;
import dev.sluice.schemas.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeliveryCheckTest {

  private static final TenantId BANK = new TenantId("bank");

  private final List<AcknowledgedMessage> sent =
      List.of(
          sent("ana", "a1", 0), sent("ana", "a2", 1), sent("ana", "a3", 2), sent("bob", "b1", 0));
  private final List<StoredMessage> stored =
      new ArrayList<>(List.of(stored("a1", 1), stored("b1", 2), stored("a2", 3), stored("a3", 4)));
  private final Map<MessageKey, Integer> records =
      new HashMap<>(Map.of(key("a1"), 1, key("a2"), 1, key("a3"), 1, key("b1"), 1));

  @Test
  void shouldFindNothingWrongWhenAllIsThereOnceAndInOrder() {
    assertThat(check()).isEqualTo(new DeliveryCheck(4, 4, 0, 0, 0, 0));
    assertThat(check().isComplete()).isTrue();
  }

  @Test
  void shouldCountAMessageThatIsMissing() {
    // Given
    stored.removeIf(message -> message.key().equals(key("a2")));
    records.remove(key("a2"));

    // Then
    assertThat(check()).isEqualTo(new DeliveryCheck(4, 3, 1, 0, 0, 0));
    assertThat(check().isComplete()).isFalse();
  }

  @Test
  void shouldCountAMessageThatIsOnlyInTheInboxAsLostFromItsTopic() {
    // Given
    records.remove(key("a2"));

    // Then
    assertThat(check()).isEqualTo(new DeliveryCheck(4, 4, 1, 0, 0, 0));
  }

  @Test
  void shouldCountARecordWrittenTwiceAlthoughTheInboxHidesIt() {
    // Given
    records.put(key("a2"), 2);

    // Then
    assertThat(check()).isEqualTo(new DeliveryCheck(4, 4, 0, 1, 0, 0));
  }

  @Test
  void shouldCountARowShownTwice() {
    // Given
    stored.add(stored("b1", 5));

    // Then
    assertThat(check()).isEqualTo(new DeliveryCheck(4, 4, 0, 1, 0, 0));
  }

  @Test
  void shouldCountTwoMessagesOfAThreadThatAreSwapped() {
    // Given
    stored.clear();
    stored.addAll(List.of(stored("a1", 1), stored("b1", 2), stored("a2", 4), stored("a3", 3)));

    // Then
    assertThat(check()).isEqualTo(new DeliveryCheck(4, 4, 0, 0, 1, 0));
  }

  @Test
  void shouldNotCountTheOrderOfDifferentThreads() {
    // Given
    stored.clear();
    stored.addAll(List.of(stored("b1", 1), stored("a1", 2), stored("a2", 3), stored("a3", 4)));

    // Then
    assertThat(check().outOfOrder()).isZero();
  }

  @Test
  void shouldCountAMessageNobodySent() {
    // Given
    stored.add(stored("stranger", 5));
    records.put(key("stranger"), 1);

    // Then
    assertThat(check()).isEqualTo(new DeliveryCheck(4, 4, 0, 0, 0, 1));
  }

  private DeliveryCheck check() {
    return DeliveryCheck.of(sent, stored, records);
  }

  private static AcknowledgedMessage sent(String conversation, String id, int position) {
    return new AcknowledgedMessage(key(id), conversation, position);
  }

  private static StoredMessage stored(String id, long seq) {
    return new StoredMessage(key(id), seq, Duration.ofMillis(12));
  }

  private static MessageKey key(String id) {
    return new MessageKey(BANK, Channel.WHATSAPP, id);
  }
}
