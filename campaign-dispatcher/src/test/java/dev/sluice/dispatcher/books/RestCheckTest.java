package dev.sluice.dispatcher.books;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.Campaign.State;
import dev.sluice.schemas.TenantId;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// When messages count as unaccounted for.
final class RestCheckTest {

  private static final long END = 20;

  private static final Outcomes SAID =
      new Outcomes(new TenantId("tenant-a"), Instant.parse("2026-11-20T10:00:00Z"));

  private final RestCheck check = new RestCheck();

  private static CampaignCount count(int decided) {
    CampaignBooks books = CampaignBooks.begin(SAID.campaign(State.RUNNING, 5));
    for (int i = 0; i < decided; i++) {
      books.outcome(SAID.accepted("m-" + i));
    }
    return books.count(SAID.at());
  }

  @Test
  void shouldCountWhatIsPendingAtRestWhenTwoLooksInARowSeeTheSame() {
    // When
    long first = check.atRest(count(3), END);
    long second = check.atRest(count(3), END);

    // Then
    assertThat(first).isZero();
    assertThat(second).isEqualTo(2);
    assertThat(check.unaccounted()).containsValue(2L);
  }

  @Test
  void shouldLookOnceMoreWhenAnythingHasChanged() {
    // Given
    check.atRest(count(3), END);

    // When
    long outcomeMore = check.atRest(count(4), END);
    long recordMore = check.atRest(count(4), END + 1);

    // Then
    assertThat(outcomeMore).isZero();
    assertThat(recordMore).isZero();
  }

  @Test
  void shouldNotRememberALookFromBeforeItMoved() {
    // Given
    check.atRest(count(3), END);

    // When
    check.moving(count(3));
    long again = check.atRest(count(3), END);

    // Then
    assertThat(again).isZero();
  }

  @Test
  void shouldCountTooManyOutcomesAtOnce() {
    assertThat(check.moving(count(7))).isEqualTo(2);
  }

  @Test
  void shouldBeContentAgainWhenTheOutcomeHasCome() {
    // Given
    check.atRest(count(4), END);
    check.atRest(count(4), END);

    // When
    check.moving(count(5));

    // Then
    assertThat(check.unaccounted()).isEmpty();
  }

  @Test
  void shouldForgetCampaignsThatAreNotKeptAnyMore() {
    // Given
    check.moving(count(7));

    // When
    check.retain(Set.of());

    // Then
    assertThat(check.unaccounted()).isEmpty();
  }
}
