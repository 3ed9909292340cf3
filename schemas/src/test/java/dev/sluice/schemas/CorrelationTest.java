package dev.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorrelationTest {

  @ParameterizedTest
  @CsvSource({"autumn, m-1", "autumn, a:b", ", m-1", ", c:x:y", "a.b-c_d, r:1", "autumn, ''"})
  void shouldReadBackWhatWasSentAlong(String campaign, String messageId) {
    // Given
    Correlation sent =
        new Correlation(campaign == null ? null : new CampaignId(campaign), messageId);
    // When
    Correlation back = Correlation.parse(sent.text());
    // Then
    assertThat(back).isEqualTo(sent);
  }

  @ParameterizedTest
  @CsvSource({"m-1", "c:m-1", "c:not legal:m-1", "c::m-1", "''", "c:"})
  void shouldTakeAnythingElseForAnIdAlone(String text) {
    // Given // When
    Correlation read = Correlation.parse(text);
    // Then
    assertThat(read).isEqualTo(new Correlation(null, text));
  }
}
