package dev.sluice.topology.repeats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.Address;
import dev.sluice.schemas.Category;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Content;
import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.MessageContext;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.ProviderStatus.State;
import dev.sluice.schemas.Sentiment;
import dev.sluice.schemas.StageTimes;
import dev.sluice.schemas.TenantId;
import dev.sluice.topology.Names;
import dev.sluice.topology.join.Understood;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Both processors over one store, as they are in the topology.
class CountRepeatsTest {

  private static final TenantId BANK = new TenantId("bank");
  private static final TenantId SHOP = new TenantId("shop");
  private static final Address ANA = new Address("12025550101");
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private final MockProcessorContext<String, Counted> counting = new MockProcessorContext<>();
  private final MockProcessorContext<Void, Void> forgetting = new MockProcessorContext<>();
  private final CountRepeats countRepeats = new CountRepeats();
  private final ForgetAnswered forgetAnswered = new ForgetAnswered();
  private final KeyValueStore<byte[], Unanswered> store =
      Stores.keyValueStoreBuilder(
              Stores.inMemoryKeyValueStore(Names.UNANSWERED_STORE),
              Serdes.ByteArray(),
              Unanswered.serde())
          .withLoggingDisabled()
          .build();

  @BeforeEach
  void init() {
    store.init(counting.getStateStoreContext(), store);
    counting.addStateStore(store);
    forgetting.addStateStore(store);
    countRepeats.init(counting);
    forgetAnswered.init(forgetting);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void shouldCountWhatNobodyHasAnswered() {
    // Given
    write(BANK, Channel.WHATSAPP, ANA, NOON);
    write(BANK, Channel.WHATSAPP, ANA, NOON.plusSeconds(60));

    // When
    int third = write(BANK, Channel.WHATSAPP, ANA, NOON.plusSeconds(120));

    // Then
    assertThat(third).isEqualTo(2);
  }

  @Test
  void shouldCountEachConversationForItself() {
    // Given
    write(BANK, Channel.WHATSAPP, ANA, NOON);

    // When
    List<Integer> others =
        List.of(
            write(SHOP, Channel.WHATSAPP, ANA, NOON),
            write(BANK, Channel.MESSENGER, ANA, NOON),
            write(BANK, Channel.WHATSAPP, new Address("12025550102"), NOON));

    // Then
    assertThat(others).containsOnly(0);
    assertThat(entries()).isEqualTo(4);
  }

  @Test
  void shouldTakeAGroupForOneConversation() {
    // Given
    Address group = new Address("group-1");
    release(inGroup(ANA, group, NOON));

    // When
    int ofAnotherMember = release(inGroup(new Address("12025550102"), group, NOON.plusSeconds(60)));

    // Then
    report(State.DELIVERED, group, NOON.plusSeconds(120));
    assertThat(ofAnotherMember).isEqualTo(1);
    assertThat(entries()).isZero();
  }

  @ParameterizedTest
  @EnumSource(value = State.class, names = "FAILED", mode = EnumSource.Mode.EXCLUDE)
  void shouldStartAnewOnceSomethingHasReachedTheCustomer(State state) {
    // Given
    write(BANK, Channel.WHATSAPP, ANA, NOON);

    // When
    report(state, ANA, NOON.plusSeconds(30));

    // Then
    assertThat(entries()).isZero();
    assertThat(write(BANK, Channel.WHATSAPP, ANA, NOON.plusSeconds(60))).isZero();
  }

  @Test
  void shouldTakeAnAnswerWithinTheSameSecond() {
    // Given
    write(BANK, Channel.WHATSAPP, ANA, NOON);

    // When
    report(State.SENT, ANA, NOON);

    // Then
    assertThat(entries()).isZero();
  }

  @Test
  void shouldNotTakeForAnAnswerWhatDidNotArriveOrCameBefore() {
    // Given
    write(BANK, Channel.WHATSAPP, ANA, NOON);

    // When a send that failed, a late report of an older message, and one of nobody
    report(State.FAILED, ANA, NOON.plusSeconds(30));
    report(State.READ, ANA, NOON.minusSeconds(1));
    report(State.SENT, null, NOON.plusSeconds(30));
    report(State.SENT, new Address("12025550102"), NOON.plusSeconds(30));

    // Then
    assertThat(write(BANK, Channel.WHATSAPP, ANA, NOON.plusSeconds(60))).isEqualTo(1);
  }

  @Test
  void shouldKeepNothingForACampaignToPeopleWhoDoNotWait() {
    // When
    for (int customer = 0; customer < 100; customer++) {
      report(State.SENT, new Address("1202555" + customer), NOON);
    }

    // Then
    assertThat(entries()).isZero();
  }

  @Test
  void shouldStartAnewAfterTheWindow() {
    // Given
    write(BANK, Channel.WHATSAPP, ANA, NOON);
    Instant atItsEnd = NOON.plus(Unanswered.WINDOW);

    // When
    int within = write(BANK, Channel.WHATSAPP, ANA, atItsEnd);
    int beyond = write(BANK, Channel.WHATSAPP, ANA, atItsEnd.plus(Unanswered.WINDOW).plusMillis(1));

    // Then
    assertThat(within).isEqualTo(1);
    assertThat(beyond).isZero();
  }

  @Test
  void shouldSweepWhatIsOverAndKeepTheRest() {
    // Given a thousand conversations, half of them from the day before
    for (int customer = 0; customer < 1_000; customer++) {
      Instant at = customer % 2 == 0 ? NOON : NOON.minus(Duration.ofHours(25));
      write(BANK, Channel.WHATSAPP, new Address("1202555" + customer), at);
    }

    // When stream time has gone through all slices
    sweepFor(Duration.ofMinutes(64));

    // Then
    assertThat(entries()).isEqualTo(500);
  }

  @Test
  void shouldSweepOneSliceAtATime() {
    // Given
    for (int customer = 0; customer < 5_000; customer++) {
      write(BANK, Channel.WHATSAPP, new Address("1202555" + customer), NOON.minusSeconds(90_000));
    }

    // When
    sweepFor(Duration.ofSeconds(15));

    // Then about a 256th of 5,000
    assertThat(5_000 - entries()).isBetween(1, 60);
  }

  @Test
  void shouldNotBePutOffForEverByAChannelsClockThatIsAhead() {
    // Given a message from the year 2100, received now
    Instant ahead = Instant.parse("2100-01-01T00:00:00Z");
    release(message(BANK, Channel.WHATSAPP, ANA, ahead, NOON));

    // When
    report(State.SENT, ANA, NOON.plusSeconds(1));

    // Then
    assertThat(entries()).isZero();
  }

  @Test
  void shouldWriteTwelveBytes() {
    // Given
    Unanswered value = new Unanswered(3, 1_763_640_000_123L);

    // When
    byte[] bytes = Unanswered.serde().serializer().serialize("", value);

    // Then
    assertThat(bytes).hasSize(12);
    assertThat(Unanswered.serde().deserializer().deserialize("", bytes)).isEqualTo(value);
  }

  private void sweepFor(Duration time) {
    MockProcessorContext.CapturedPunctuator sweep = counting.scheduledPunctuators().getFirst();
    Duration every = sweep.getInterval();
    for (long at = 0; at < time.toMillis(); at += every.toMillis()) {
      sweep.getPunctuator().punctuate(NOON.toEpochMilli() + at);
    }
  }

  private int entries() {
    int count = 0;
    try (KeyValueIterator<byte[], Unanswered> all = store.all()) {
      while (all.hasNext()) {
        all.next();
        count++;
      }
    }
    return count;
  }

  private int write(TenantId tenant, Channel channel, Address customer, Instant at) {
    return release(message(tenant, channel, customer, at, at.plusMillis(300)));
  }

  private int release(InboundMessage message) {
    counting.resetForwards();
    Understood understood =
        new Understood(
            message, Sentiment.DEGRADED, Category.DEGRADED, new StageTimes(0, 0, 0, 0, 0));
    countRepeats.process(
        new Record<>(message.tenant().value(), understood, message.receivedAt().toEpochMilli()));
    return counting.forwarded().getFirst().record().value().unanswered();
  }

  private void report(State state, @Nullable Address recipient, Instant at) {
    ProviderStatus status =
        new ProviderStatus(
            BANK, Channel.WHATSAPP, "wamid.out", state, recipient, at, null, List.of());
    forgetAnswered.process(new Record<>(BANK.value(), status, at.toEpochMilli()));
  }

  private static InboundMessage inGroup(Address customer, Address group, Instant at) {
    return new InboundMessage(
        BANK,
        Channel.WHATSAPP,
        "wamid.1",
        "2001",
        customer,
        null,
        at,
        at.plusMillis(300),
        new Content.Text("hello?"),
        null,
        new MessageContext(null, null, null, null, null, null, group));
  }

  private static InboundMessage message(
      TenantId tenant, Channel channel, Address customer, Instant sentAt, Instant receivedAt) {
    return new InboundMessage(
        tenant,
        channel,
        "wamid.1",
        "2001",
        customer,
        null,
        sentAt,
        receivedAt,
        new Content.Text("hello?"));
  }
}
