package dev.sluice.inbox;

import dev.sluice.schemas.Priority.Band;
import java.util.Locale;

/// How a priority band is written down: a rank in the table, so that it sorts, and a name
/// elsewhere.
final class Bands {

  private Bands() {}

  /// 3 for the most urgent, 0 for the least.
  static int rankOf(Band band) {
    return switch (band) {
      case URGENT -> 3;
      case HIGH -> 2;
      case NORMAL -> 1;
      case LOW -> 0;
    };
  }

  /// @throws IllegalArgumentException when no band has that rank
  static Band ofRank(int rank) {
    for (Band band : Band.values()) {
      if (rankOf(band) == rank) {
        return band;
      }
    }
    throw new IllegalArgumentException("band rank " + rank + " must be between 0 and 3");
  }

  /// As in JSON.
  static String nameOf(Band band) {
    return band.name().toLowerCase(Locale.ROOT);
  }
}
