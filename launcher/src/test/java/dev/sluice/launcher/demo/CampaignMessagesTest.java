package dev.sluice.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.schemas.OutboundMessage;
import org.junit.jupiter.api.Test;

class CampaignMessagesTest {

  @Test
  void shouldRepeatACampaignUnderOtherIdsThatTakeAsLong() {
    // Given
    CampaignMessages first = CampaignMessages.of(DemoTenant.RETAILER, "first", 200);

    // When
    CampaignMessages second = first.again("second");

    // Then
    assertThat(second.messages())
        .extracting(OutboundMessage::messageId)
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(
            first.messages().stream().map(OutboundMessage::messageId).toList());
    assertThat(second.sumSeconds()).isCloseTo(first.sumSeconds(), within(first.sumSeconds() / 200));
    for (int i = 0; i < first.latencies().size(); i++) {
      long wanted = first.latencies().get(i).toNanos();
      assertThat(second.latencies().get(i).toNanos()).isCloseTo(wanted, within(wanted / 50));
    }
  }
}
