package dev.sluice.dispatcher.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.CampaignPlan;
import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.ProviderStatus.State;
import dev.sluice.schemas.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What a campaign's accounts say, without Kafka.
final class CampaignBooksTest {

  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final Outcomes SAID = new Outcomes(new TenantId("tenant-a"), NOW);

  private final CampaignBooks books =
      CampaignBooks.begin(SAID.campaign(Campaign.State.RUNNING, 10));

  private CampaignCount count() {
    return books.count(NOW);
  }

  @Test
  void shouldPutEveryMessageInOnePlace() {
    // When
    books.outcome(SAID.accepted("m-1"));
    books.outcome(SAID.accepted("m-2"));
    books.outcome(SAID.failed("m-3", "131026"));
    books.outcome(SAID.skipped("m-4"));
    books.outcome(SAID.unknown("m-5"));

    // Then
    assertThat(count().accepted()).isEqualTo(2);
    assertThat(count().failed()).isEqualTo(1);
    assertThat(count().failedLate()).isZero();
    assertThat(count().skipped()).isEqualTo(1);
    assertThat(count().unknown()).isEqualTo(1);
    assertThat(count().decided()).isEqualTo(5);
    assertThat(count().pending()).isEqualTo(5);
  }

  @Test
  void shouldCountAMessageOnceAndByItsLatestOutcome() {
    // When: a crash repeated two
    books.outcome(SAID.failed("m-1", "131026"));
    books.outcome(SAID.accepted("m-1"));
    books.outcome(SAID.accepted("m-2"));
    books.outcome(SAID.accepted("m-2"));

    // Then
    assertThat(count().accepted()).isEqualTo(2);
    assertThat(count().failed()).isZero();
    assertThat(count().failureCodes()).isEmpty();
  }

  @Test
  void shouldMoveAnAcceptedMessageWhenTheProviderReportsItFailed() {
    // When: reported twice
    books.outcome(SAID.accepted("m-1"));
    books.status(SAID.failedLate("m-1"));
    books.status(SAID.failedLate("m-1"));

    // Then
    assertThat(count().accepted()).isZero();
    assertThat(count().failed()).isEqualTo(1);
    assertThat(count().failedLate()).isEqualTo(1);
    assertThat(count().failureCodes()).containsExactly(entry("131026", 1L));
  }

  @Test
  void shouldSayTheSameWhenTheReportIsReadFirst() {
    // When
    books.status(SAID.failedLate("m-1"));
    long decidedBefore = count().decided();
    books.outcome(SAID.accepted("m-1"));

    // Then
    assertThat(decidedBefore).isZero();
    assertThat(count().failed()).isEqualTo(1);
    assertThat(count().failedLate()).isEqualTo(1);
  }

  @Test
  void shouldTakeAReportedFailureForTheEndOfAnUnknown() {
    // When
    books.outcome(SAID.unknown("m-1"));
    books.status(SAID.failedLate("m-1"));

    // Then
    assertThat(count().unknown()).isZero();
    assertThat(count().failed()).isEqualTo(1);
  }

  @Test
  void shouldNotCallAFailureLateThatWasKnownAtOnce() {
    // When
    books.outcome(SAID.failed("m-1", "131047"));
    books.status(SAID.failedLate("m-1"));

    // Then
    assertThat(count().failed()).isEqualTo(1);
    assertThat(count().failedLate()).isZero();
    assertThat(count().failureCodes()).containsExactly(entry("131047", 1L));
  }

  @Test
  void shouldIgnoreStatusesThatAreNoFailure() {
    // When
    books.outcome(SAID.accepted("m-1"));
    books.status(SAID.status("m-1", State.SENT));
    books.status(SAID.status("m-1", State.READ));

    // Then
    assertThat(count().accepted()).isEqualTo(1);
  }

  @Test
  void shouldSayTheSameInWhateverOrderTopicsAreRead() {
    // Given: the order within each topic stays
    List<DeliveryOutcome> outcomes = new ArrayList<>();
    List<ProviderStatus> statuses = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      outcomes.add(SAID.unknown("m-" + i));
      outcomes.add(i % 2 == 0 ? SAID.accepted("m-" + i) : SAID.failed("m-" + i, "http-500"));
      statuses.add(SAID.failedLate("m-" + i / 2));
    }
    outcomes.forEach(books::outcome);
    statuses.forEach(books::status);

    for (int seed = 0; seed < 50; seed++) {
      CampaignBooks other = CampaignBooks.begin(books.campaign());
      List<Boolean> turns = new ArrayList<>(Collections.nCopies(outcomes.size(), true));
      turns.addAll(Collections.nCopies(statuses.size(), false));
      Collections.shuffle(turns, new Random(seed));
      List<DeliveryOutcome> outcomesLeft = new ArrayList<>(outcomes);
      List<ProviderStatus> statusesLeft = new ArrayList<>(statuses);

      // When
      for (boolean outcomeNext : turns) {
        if (outcomeNext) {
          other.outcome(outcomesLeft.removeFirst());
        } else {
          other.status(statusesLeft.removeFirst());
        }
      }

      // Then
      assertThat(other.count(NOW)).as("seed %d", seed).isEqualTo(count());
    }
  }

  @Test
  void shouldNameTheTenMostFrequentCodes() {
    // Given
    CampaignBooks many = CampaignBooks.begin(SAID.campaign(Campaign.State.RUNNING, 1000));

    // When
    for (int code = 1; code <= 12; code++) {
      for (int i = 0; i < code; i++) {
        many.outcome(SAID.failed("m-" + code + "-" + i, "code-" + code));
      }
    }

    // Then
    assertThat(List.copyOf(many.count(NOW).failureCodes().entrySet()))
        .hasSize(10)
        .startsWith(entry("code-12", 12L), entry("code-11", 11L))
        .endsWith(entry("code-3", 3L));
  }

  @Test
  void shouldExpectTheEndAtTheRateOfTheLastMinute() {
    // Given: 60 within 30 s
    CampaignBooks running = CampaignBooks.begin(SAID.campaign(Campaign.State.RUNNING, 100));
    for (int i = 0; i < 60; i++) {
      running.outcome(SAID.acceptedAt("m-" + i, NOW.minusSeconds(i / 2)));
    }

    // When
    CampaignCount count = running.count(NOW);

    // Then
    assertThat(count.ratePerSecond()).isEqualTo(2);
    assertThat(count.expectedEnd()).contains(NOW.plusSeconds(20));
    assertThat(count.lastOutcomeAt()).isEqualTo(NOW);
    assertThat(running.count(NOW.plusSeconds(120)).expectedEnd()).as("a pause later").isEmpty();
  }

  @Test
  void shouldExpectNoEndWhileItIsPaused() {
    // Given
    books.outcome(SAID.accepted("m-1"));

    // When
    books.changed(SAID.campaign(Campaign.State.PAUSED, 10));

    // Then
    assertThat(count().expectedEnd()).isEmpty();
  }

  @Test
  void shouldSayHowManyThereAreTooMany() {
    // Given
    CampaignBooks small = CampaignBooks.begin(SAID.campaign(Campaign.State.RUNNING, 1));

    // When
    small.outcome(SAID.accepted("m-1"));
    small.outcome(SAID.accepted("m-2"));

    // Then
    assertThat(small.count(NOW).overcounted()).isEqualTo(1);
    assertThat(small.count(NOW).pending()).isZero();
  }

  @Test
  void shouldNameWhatFailedAndOnRequestWhatIsUnknown() {
    // Given
    FailedIds failed = new FailedIds(SAID.campaign(Campaign.State.RUNNING, 10));
    Consumer<DeliveryOutcome> outcome = failed::outcome;
    List.of(
            SAID.failed("refused", "131026"),
            SAID.failed("refused, then accepted", "131026"),
            SAID.accepted("refused, then accepted"),
            SAID.accepted("accepted"),
            SAID.accepted("late"),
            SAID.skipped("skipped"),
            SAID.unknown("unknown"))
        .forEach(outcome);

    // When
    failed.status(SAID.failedLate("late"));
    failed.status(SAID.failedLate("pending"));

    // Then
    assertThat(failed.ids(false)).containsExactly("refused", "late");
    assertThat(failed.ids(true)).containsExactly("refused", "unknown", "late");
  }

  @Test
  void shouldReadBackWhatWasPackedOfEveryFate() {
    for (Fate.Outcome outcome : Fate.Outcome.values()) {
      // Given
      Fate fate = new Fate(outcome, true, 5001, 16383);

      // When
      Fate read = Fate.unpack(fate.pack());

      // Then
      assertThat(read).isEqualTo(fate);
    }
  }

  @Test
  void shouldKeepCampaignsApart() {
    // Given
    Bookshelf shelf = new Bookshelf();
    Campaign other =
        new Campaign(
            new TenantId("tenant-b"),
            Outcomes.SPRING,
            Campaign.State.RUNNING,
            10,
            null,
            NOW,
            new CampaignPlan("offer", NOW, null, null, null, null));
    shelf.open(SAID.campaign(Campaign.State.RUNNING, 10));
    shelf.open(other);

    // When
    shelf.outcome(SAID.accepted("m-1"));
    shelf.status(SAID.failedLate("m-1"));

    // Then
    assertThat(shelf.all().stream().map(CampaignBooks::decided)).containsExactly(1L, 0L);
  }
}
