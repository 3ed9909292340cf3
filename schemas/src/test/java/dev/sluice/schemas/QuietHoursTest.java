package dev.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuietHoursTest {

  private static List<ZoneId> zones(String names) {
    return names.isEmpty()
        ? List.of()
        : Arrays.stream(names.split(" ", -1)).map(ZoneId::of).toList();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # hours,     zones,                            now,                  open from
          21:00-08:00, UTC,                              2026-11-21T12:00:00Z, 2026-11-21T12:00:00Z
          21:00-08:00, UTC,                              2026-11-21T21:00:00Z, 2026-11-22T08:00:00Z
          21:00-08:00, UTC,                              2026-11-21T20:59:59Z, 2026-11-21T20:59:59Z
          21:00-08:00, UTC,                              2026-11-21T03:00:00Z, 2026-11-21T08:00:00Z
          21:00-08:00, UTC,                              2026-11-21T08:00:00Z, 2026-11-21T08:00:00Z
          13:00-15:00, UTC,                              2026-11-21T14:00:00Z, 2026-11-21T15:00:00Z
          21:00-08:00, Europe/Madrid,                    2026-11-21T20:30:00Z, 2026-11-22T07:00:00Z
          21:00-08:00, America/New_York,                 2026-11-21T12:30:00Z, 2026-11-21T13:00:00Z
          # open in New York from 13:00 UTC, in Los Angeles from 16:00
          21:00-08:00, America/New_York America/Los_Angeles, 2026-11-21T13:30:00Z, 2026-11-21T16:00:00Z
          # at 03:00 UTC it is quiet in New York, in Los Angeles from 05:00; both are open at 16:00
          21:00-08:00, America/New_York America/Los_Angeles, 2026-11-21T03:00:00Z, 2026-11-21T16:00:00Z
          # on the day the clocks go back 08:00 in Madrid is 07:00 UTC, the day before 06:00
          21:00-08:00, Europe/Madrid,                    2026-10-24T23:00:00Z, 2026-10-25T07:00:00Z
          # the hour does not exist on the day the clocks go forward: it ends when the gap does
          21:00-02:30, Europe/Madrid,                    2026-03-29T00:00:00Z, 2026-03-29T01:30:00Z
          21:00-08:00, '',                               2026-11-21T23:00:00Z, 2026-11-21T23:00:00Z
          """)
  void shouldOpenWhenItIsQuietNowhere(String hours, String zones, Instant now, Instant expected) {
    // Given
    QuietHours quiet = QuietHours.parse(hours);
    // When
    Instant open = quiet.openFrom(now, zones(zones));
    // Then
    assertThat(open).isEqualTo(expected);
  }

  @Test
  void shouldGoByTheLikeliestZoneWhenAllTogetherAreAlwaysQuiet() {
    // Given: awake for four hours a day on either side of the earth
    QuietHours quiet = QuietHours.parse("14:00-10:00");
    List<ZoneId> zones = zones("UTC Pacific/Auckland");
    // When
    Instant open = quiet.openFrom(Instant.parse("2026-11-21T20:00:00Z"), zones);
    // Then
    assertThat(open).isEqualTo(Instant.parse("2026-11-22T10:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"21:00", "9pm-8am", "21:00-21:00", "21:00-08:00-09:00", "25:00-08:00", ""})
  void shouldRefuseWhatIsNoPartOfADay(String text) {
    // Given // When // Then
    assertThatThrownBy(() -> QuietHours.parse(text))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("quietHours");
  }
}
