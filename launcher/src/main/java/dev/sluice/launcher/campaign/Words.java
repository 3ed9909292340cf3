package dev.sluice.launcher.campaign;

import java.time.Duration;

/// How things are said to a person.
final class Words {

  private static final int HOURS_PER_DAY = 24;
  private static final int SECONDS_PER_MINUTE = 60;

  private Words() {}

  /// A length of time in its two largest units: `2 h 5 min`.
  static String duration(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds < SECONDS_PER_MINUTE) {
      return seconds + " s";
    }
    if (time.toHours() < 1) {
      return "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart());
    }
    return time.toHours() < HOURS_PER_DAY
        ? "%d h %d min".formatted(time.toHours(), time.toMinutesPart())
        : "%d days %d h".formatted(time.toDays(), time.toHoursPart());
  }

  /// `1 message`, `2,000 messages`.
  static String count(long number, String one) {
    return number == 1 ? "1 " + one : "%,d %ss".formatted(number, one);
  }
}
