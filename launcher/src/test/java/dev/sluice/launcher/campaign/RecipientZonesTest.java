package dev.sluice.launcher.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.launcher.campaign.PhoneNumbers.Reading;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipientZonesTest {

  private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

  private static List<ZoneId> zones(RecipientZones zones, String number, @Nullable ZoneId own) {
    if (PhoneNumbers.read(number) instanceof Reading.Valid valid) {
      return zones.of(valid.number(), own);
    }
    throw new AssertionError("a number that is none: " + number);
  }

  @ParameterizedTest
  @CsvSource({
    "+442070313000, Europe/London",
    "+34912345678,  Europe/Madrid",
    "+12025550147,  America/New_York",
    "+14155238886,  America/Los_Angeles",
    "+81312345678,  Asia/Tokyo"
  })
  void shouldTellTheZoneByTheNumber(String number, String zone) {
    // When
    List<ZoneId> found = zones(RecipientZones.of(null), number, null);

    // Then
    assertThat(found).containsExactly(ZoneId.of(zone));
  }

  /// A Russian mobile number may be anywhere from Kaliningrad to Kamchatka.
  @Test
  void shouldNameEveryZoneANumberMayStandFor() {
    // When
    List<ZoneId> found = zones(RecipientZones.of(null), "+79161234567", null);

    // Then
    assertThat(found)
        .contains(ZoneId.of("Europe/Moscow"), ZoneId.of("Asia/Vladivostok"))
        .hasSizeBetween(5, 60);
  }

  @Test
  void shouldPreferTheRowThenTheOptionToTheNumber() {
    // Given
    RecipientZones option = RecipientZones.of(MADRID);

    // When, Then
    assertThat(zones(option, "+442070313000", TOKYO)).containsExactly(TOKYO);
    assertThat(zones(option, "+442070313000", null)).containsExactly(MADRID);
  }

  @Test
  void shouldTellNothingWhenNobodyAsks() {
    assertThat(zones(RecipientZones.unasked(), "+442070313000", TOKYO)).isEmpty();
  }

  @Test
  void shouldKnowZonesByTheirNamesOnly() {
    assertThat(RecipientZones.named("Europe/Madrid")).contains(MADRID);
    assertThat(RecipientZones.named("+02:00")).isEmpty();
    assertThat(RecipientZones.named("Mars/Base")).isEmpty();
  }
}
