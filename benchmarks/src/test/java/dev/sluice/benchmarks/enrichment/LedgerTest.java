package dev.sluice.benchmarks.enrichment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.Address;
import dev.sluice.schemas.Category;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Content;
import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.Priority;
import dev.sluice.schemas.Provenance;
import dev.sluice.schemas.Sentiment;
import dev.sluice.schemas.StageTimes;
import dev.sluice.schemas.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What counts as lost, doubled, out of order or degraded: a comparison that overlooks those is
/// worth nothing.
class LedgerTest {

  private static final TenantId TENANT = BenchTenants.numbered(0);
  private static final Plan PLAN = Plan.burst("plan", TENANT, 4, 1, CallTimes.FAST);

  private final Ledger ledger = new Ledger();

  @Test
  void shouldFindNothingWhereEverythingArrivedOnceAndInOrder() {
    // Given
    ledger.expect(PLAN);

    // When
    arrive(0, 1, 2, 3);

    // Then
    assertThat(ledger.check()).isEqualTo(new Correctness(4, 0, 0, 0, 0));
    assertThat(ledger.check().isPerfect()).isTrue();
  }

  @Test
  void shouldCountWhatIsMissing() {
    // Given
    ledger.expect(PLAN);

    // When
    arrive(0, 3);

    // Then
    assertThat(ledger.check()).isEqualTo(new Correctness(4, 2, 0, 0, 0));
  }

  @Test
  void shouldCountEveryFurtherArrivalAndStrangers() {
    // Given
    ledger.expect(PLAN);

    // When
    arrive(0, 1, 1, 1, 2, 3, 17);

    // Then
    assertThat(ledger.check()).isEqualTo(new Correctness(4, 0, 3, 0, 0));
  }

  @Test
  void shouldCountWhatCameAfterALaterOne() {
    // Given
    ledger.expect(PLAN);

    // When
    arrive(3, 0, 1, 2);

    // Then
    assertThat(ledger.check()).isEqualTo(new Correctness(4, 0, 0, 3, 0));
  }

  @Test
  void shouldKeepConversationsApart() {
    // Given
    ledger.expect(Plan.burst("plan", TENANT, 4, 2, CallTimes.FAST));

    // When
    ledger.arrived(1, item(1, 1, Provenance.Source.REMOTE));
    ledger.arrived(2, item(0, 0, Provenance.Source.REMOTE));
    ledger.arrived(3, item(2, 0, Provenance.Source.REMOTE));
    ledger.arrived(4, item(3, 1, Provenance.Source.REMOTE));

    // Then
    assertThat(ledger.check().isPerfect()).isTrue();
  }

  @Test
  void shouldCountWhatNoModelAnswered() {
    // Given
    List<Journey> journeys = ledger.expect(PLAN);

    // When
    ledger.arrived(5, item(0, 0, Provenance.Source.DEGRADED));

    // Then
    assertThat(ledger.check().degraded()).isEqualTo(1);
    assertThat(journeys.getFirst().visibleNanos()).isEqualTo(5);
  }

  @Test
  void shouldDrawTheSameTimesForAMessageEveryTime() {
    // Given
    CallTimes times = new CallTimes(Duration.ofMillis(20), Duration.ofMillis(60));

    // When
    CallTimes.Calls calls = times.of("burst-0.7");

    // Then
    assertThat(calls).isEqualTo(times.of("burst-0.7")).isNotEqualTo(times.of("burst-0.8"));
    assertThat(calls.slowerNanos()).isBetween(20_000_000L, 60_000_000L);
    assertThat(calls.sentimentNanos()).isNotEqualTo(calls.categoryNanos());
  }

  private void arrive(int... indexes) {
    for (int index : indexes) {
      ledger.arrived(1, item(index, 0, Provenance.Source.REMOTE));
    }
  }

  private static InboxItem item(int index, int customer, Provenance.Source source) {
    Provenance by = new Provenance("drawn-1", source);
    return new InboxItem(
        new InboundMessage(
            TENANT,
            Channel.WHATSAPP,
            "plan." + index,
            "phone",
            new Address("customer-" + customer),
            null,
            Instant.EPOCH,
            Instant.EPOCH,
            new Content.Text("words")),
        Sentiment.unknown(by),
        Category.unknown(by),
        Priority.of(List.of()),
        "general",
        new StageTimes(0, 0, 0, 0, 0));
  }
}
