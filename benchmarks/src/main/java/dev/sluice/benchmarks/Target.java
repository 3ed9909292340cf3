package dev.sluice.benchmarks;

import java.util.Locale;

/// Something that has to hold, and whether it does.
///
/// @param what in words
/// @param value what was measured, rounded to three decimals
/// @param target the bound in words: `≤ 15`
public record Target(String what, double value, String unit, String target, boolean ok) {

  private static final double DECIMALS = 1e3;

  public static Target atMost(String what, double value, String unit, double most) {
    return new Target(what, rounded(value), unit, "≤ " + number(most), value <= most);
  }

  public static Target atLeast(String what, double value, String unit, double least) {
    return new Target(what, rounded(value), unit, "≥ " + number(least), value >= least);
  }

  /// Something that must not happen, counted.
  public static Target none(String what, long count, String unit) {
    return new Target(what, count, unit, "0", count == 0);
  }

  /// The value as it is printed: no more digits than a reader can use.
  public String valueText() {
    return number(value);
  }

  private static double rounded(double value) {
    return Math.round(value * DECIMALS) / DECIMALS;
  }

  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return Long.toString((long) value);
    }
    return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : "%.1f", value);
  }
}
