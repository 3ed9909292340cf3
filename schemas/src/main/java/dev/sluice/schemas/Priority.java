package dev.sluice.schemas;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How soon a message should be answered, with the reasons an agent can read.
///
/// Time is no part of the score: the same message scores the same whenever it is replayed. It comes
/// in through `due` alone, which is the receipt plus what the tenant allows the band.
///
/// @param score 0 (can wait) to 100 (now)
/// @param reasons what contributed, in the order it was added; their points sum to the score before
///   clamping
/// @param due when an answer is due; null while the tenant's times have not been applied, and in
///   records written before there were any
public record Priority(int score, Band band, List<Reason> reasons, @Nullable Instant due) {

  /// One contribution to the score in words an agent understands, for example `category fraud`,
  /// +60. Never a customer's words.
  public record Reason(String because, int points) {
    public Reason {
      requireNonNull(because, "because");
    }
  }

  /// Four bands, from the score: 75, 50 and 25 are the borders.
  public enum Band {
    @JsonProperty("urgent")
    URGENT,
    @JsonProperty("high")
    HIGH,
    @JsonProperty("normal")
    NORMAL,
    @JsonProperty("low")
    LOW;

    /// The band of a score of 0 to 100.
    public static Band of(int score) {
      if (score >= 75) {
        return URGENT;
      }
      if (score >= 50) {
        return HIGH;
      }
      return score >= 25 ? NORMAL : LOW;
    }
  }

  public Priority {
    requireNonNull(band, "band");
    reasons = List.copyOf(reasons);
    if (score < 0 || score > 100) {
      throw new InvalidSetting("score", score, "must be between 0 and 100");
    }
  }

  /// Sums the reasons and clamps the result to 0..100.
  public static Priority of(List<Reason> reasons) {
    int sum = reasons.stream().mapToInt(Reason::points).sum();
    int score = Math.clamp(sum, 0, 100);
    return new Priority(score, Band.of(score), reasons, null);
  }

  /// The same with the time an answer is due.
  public Priority dueAt(Instant time) {
    return new Priority(score, band, reasons, time);
  }
}
