package dev.sluice.gateway;

import dev.sluice.schemas.InvalidSetting;
import java.time.Duration;

/// The checks that settings records share.
final class Bounds {

  private Bounds() {}

  /// @throws InvalidSetting naming the key and its constraint
  static void between(String key, long value, long least, long most) {
    if (value < least || value > most) {
      throw new InvalidSetting(key, value, "must be between %d and %d".formatted(least, most));
    }
  }

  /// @throws InvalidSetting naming the key and its constraint
  static void between(String key, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new InvalidSetting(key, value, "must be between %s and %s".formatted(least, most));
    }
  }
}
