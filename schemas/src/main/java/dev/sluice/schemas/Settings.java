package dev.sluice.schemas;

import org.jspecify.annotations.Nullable;

/// The checks that settings records share.
final class Settings {

  private Settings() {}

  static <T> T required(String key, @Nullable T value) {
    if (value == null) {
      throw InvalidSetting.missing(key);
    }
    return value;
  }

  static void between(String key, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new InvalidSetting(
          key, plain(value), "must be between %s and %s".formatted(plain(least), plain(most)));
    }
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
