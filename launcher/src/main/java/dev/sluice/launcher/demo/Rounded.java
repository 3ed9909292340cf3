package dev.sluice.launcher.demo;

/// Figures as precise as they are repeatable.
final class Rounded {

  private Rounded() {}

  /// To a tenth of a millisecond.
  static double millis(double value) {
    return Math.rint(value * 10) / 10;
  }

  /// Seconds and ratios, to a hundredth.
  static double hundredths(double value) {
    return Math.rint(value * 100) / 100;
  }
}
