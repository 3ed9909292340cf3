package dev.sluice.simulator;

import dev.sluice.schemas.InvalidSetting;
import java.time.Duration;

/// The constraints settings of this module share.
final class Checks {

  private Checks() {}

  static void share(String key, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new InvalidSetting(key, value, "must be between 0 and 1");
    }
  }

  static void atLeastOne(String key, int value) {
    if (value < 1) {
      throw new InvalidSetting(key, value, "must be at least 1");
    }
  }

  static void positive(String key, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new InvalidSetting(key, value, "must be longer than nothing");
    }
  }

  static void notNegative(String key, Duration value) {
    if (value.isNegative()) {
      throw new InvalidSetting(key, value, "must not be negative");
    }
  }
}
