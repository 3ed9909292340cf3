package dev.sluice.schemas;

/// The range check of everything that is a probability.
final class Probability {

  private Probability() {}

  static void check(String key, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new InvalidSetting(key, value, "must be between 0 and 1");
    }
  }
}
