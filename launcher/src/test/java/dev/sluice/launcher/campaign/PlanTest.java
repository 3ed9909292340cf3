package dev.sluice.launcher.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.launcher.CannotStart;
import dev.sluice.schemas.CampaignPlan;
import dev.sluice.schemas.InvalidSetting;
import dev.sluice.schemas.QuietHours;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// When a campaign begins, and how long it takes.
class PlanTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T08:00:00Z,      2026-11-22T08:00:00Z",
    "2026-11-22T08:00:00+02:00, 2026-11-22T06:00:00Z",
    "2026-11-22T09:00,          2026-11-22T08:00:00Z",
    "2026-11-22 09:00:30,       2026-11-22T08:00:30Z"
  })
  void shouldReadATime(String text, Instant expected) {
    assertThat(SendTime.read(text, MADRID, NOW)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "tomorrow,             must be a time such as",
    "2026-11-21T10:00:00Z, has passed",
    "2026-11-21T10:59,     has passed"
  })
  void shouldRefuseWhatIsNoTimeToCome(String text, String why) {
    assertThatThrownBy(() -> SendTime.read(text, MADRID, NOW))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("--at '" + text + "' " + why);
  }

  @Test
  void shouldTakeAsLongAsTheRateSays() {
    assertThat(new Pace(80).atLeast(1_000_000)).isEqualTo(Duration.ofSeconds(12_500));
    assertThat(new Pace(0.5).atLeast(3)).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void shouldRefuseMessagesThatWouldNotBeKeptSoLong() {
    // Given eight days, of which one is in reserve
    Pace one = new Pace(1);
    long week = Duration.ofDays(7).toSeconds();

    // When, Then
    assertThatCode(() -> one.check(week, plan(null))).doesNotThrowAnyException();
    assertThatThrownBy(() -> one.check(week + 1, plan(null)))
        .isInstanceOf(CannotStart.class)
        .hasMessageStartingWith("the last message would leave in 7 days 0 h");
    assertThatThrownBy(() -> one.check(1, plan(NOW.plus(Duration.ofDays(7)))))
        .isInstanceOf(CannotStart.class);
  }

  @Test
  void shouldPlanWhatTheOptionsSay() {
    // Given
    PlanOption options = new PlanOption();
    new CommandLine(options)
        .parseArgs(
            "--template=offer",
            "--at=2026-11-22T09:00",
            "--zone=Europe/Madrid",
            "--rate=2.5",
            "--quiet-hours=21:00-08:00");

    // When
    CampaignPlan plan = options.plan(NOW);

    // Then
    assertThat(plan.at()).isEqualTo(Instant.parse("2026-11-22T08:00:00Z"));
    assertThat(plan.ratePerSecond()).isEqualTo(2.5);
    assertThat(plan.quietHours()).isEqualTo(QuietHours.parse("21:00-08:00"));
    assertThat(options.language()).isEqualTo("en_US");
  }

  @ParameterizedTest
  @CsvSource({
    "--zone=Mars/Base,       --zone 'Mars/Base' must be a time zone such as Europe/Madrid",
    "--rate=0,               ratePerSecond '0' must be between 0.001 and 1000",
    "--quiet-hours=21-8,     quietHours '21-8' must be two times such as 21:00-08:00"
  })
  void shouldNameTheOptionThatIsWrong(String option, String sentence) {
    // Given
    PlanOption options = new PlanOption();
    new CommandLine(options).parseArgs("--template=offer", option);

    // When, Then
    assertThatThrownBy(() -> options.plan(NOW))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage(sentence);
  }

  private static CampaignPlan plan(@Nullable Instant at) {
    return new CampaignPlan("offer", NOW, at, null, null, null);
  }
}
