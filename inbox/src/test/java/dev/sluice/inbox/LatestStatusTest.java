package dev.sluice.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.ProviderStatus.State;
import dev.sluice.schemas.TenantId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatestStatusTest {

  private static final TenantId TENANT = new TenantId("bank");

  @ParameterizedTest
  @CsvSource({
    "SENT, DELIVERED, DELIVERED",
    "DELIVERED, SENT, DELIVERED",
    "SENT, READ, READ",
    "READ, DELIVERED, READ",
    "READ, PLAYED, PLAYED",
    "PLAYED, READ, PLAYED",
    "READ, FAILED, FAILED",
    "FAILED, PLAYED, FAILED",
    "FAILED, SENT, FAILED"
  })
  void shouldNeverGoBack(State first, State second, State furthest) {
    // Given
    LatestStatus earlier = LatestStatus.of(Samples.status(TENANT, "p1", first, null));
    LatestStatus later = LatestStatus.of(Samples.status(TENANT, "p1", second, null));

    // When
    LatestStatus merged = earlier.merge(later);

    // Then
    assertThat(merged.state()).isEqualTo(furthest);
    assertThat(merged.at()).isEqualTo(Samples.status(TENANT, "p1", furthest, null).at());
  }

  @Test
  void shouldLearnTheCorrelationFromAnEarlierState() {
    // Given
    LatestStatus read = LatestStatus.of(Samples.status(TENANT, "p1", State.READ, null));

    // When
    LatestStatus merged =
        read.merge(LatestStatus.of(Samples.status(TENANT, "p1", State.SENT, "our-1")));

    // Then
    assertThat(merged.correlation()).isEqualTo("our-1");
    assertThat(merged.state()).isEqualTo(State.READ);
  }

  @Test
  void shouldBeKeyedByTheCorrelationWhereTheProviderGivesNoId() {
    // When
    LatestStatus status = LatestStatus.of(Samples.status(TENANT, "", State.SENT, "our-1"));

    // Then
    assertThat(status.key()).isEqualTo("correlation:our-1");
  }

  @Test
  void shouldBeKeyedByStateAndRecipientWhereItIsAWatermark() {
    // When
    LatestStatus status = LatestStatus.of(Samples.status(TENANT, "", State.READ, null));

    // Then
    assertThat(status.key()).isEqualTo("until:read:5511900000002");
  }
}
