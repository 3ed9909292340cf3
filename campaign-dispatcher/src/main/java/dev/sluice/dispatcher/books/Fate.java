package dev.sluice.dispatcher.books;

import java.util.List;

/// What is known of one message: its latest outcome, and whether the provider reported a failure.
/// Both are kept apart, so that the order in which they are read does not matter.
///
/// @param outcome its latest
/// @param reported whether the provider reported that it failed
/// @param code the number of the outcome's failure code
/// @param reportedCode the number of the code in the report
record Fate(Outcome outcome, boolean reported, int code, int reportedCode) {

  static final Fate UNHEARD = new Fate(Outcome.NONE, false, FailureCodes.NONE, FailureCodes.NONE);

  /// 3 bits of outcome, 1 of `reported`, 14 for each code.
  private static final int OUTCOME_MASK = 0b111;

  private static final int REPORTED_BIT = 0b1000;
  private static final int CODE_SHIFT = 4;
  private static final int REPORTED_CODE_SHIFT = 18;
  private static final int CODE_MASK = (1 << 14) - 1;
  private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

  /// How a message can end, each with its number in the packed form, in that order.
  enum Outcome {
    /// It has not ended.
    NONE(0),
    ACCEPTED(1),
    FAILED(2),
    SKIPPED(3),
    UNKNOWN(4);

    final int number;

    Outcome(int number) {
      this.number = number;
    }
  }

  static Fate unpack(int packed) {
    return new Fate(
        OUTCOMES.get(packed & OUTCOME_MASK),
        (packed & REPORTED_BIT) != 0,
        packed >>> CODE_SHIFT & CODE_MASK,
        packed >>> REPORTED_CODE_SHIFT);
  }

  /// As one number; 0 only for [#UNHEARD].
  int pack() {
    return outcome.number
        | (reported ? REPORTED_BIT : 0)
        | code << CODE_SHIFT
        | reportedCode << REPORTED_CODE_SHIFT;
  }

  Fate ended(Outcome latest, int itsCode) {
    return new Fate(latest, reported, itsCode, reportedCode);
  }

  Fate reportedFailed(int itsCode) {
    return new Fate(outcome, true, code, itsCode);
  }

  /// What it counts as. A report turns what was accepted into a failure, and what was unknown: it
  /// had reached the provider. Before there is an outcome it changes nothing.
  Outcome counted() {
    return isLate() ? Outcome.FAILED : outcome;
  }

  /// Whether it counts as failed because of the report.
  boolean isLate() {
    return reported && (outcome == Outcome.ACCEPTED || outcome == Outcome.UNKNOWN);
  }

  /// The number of the code it counts for.
  int countedCode() {
    return isLate() ? reportedCode : code;
  }
}
