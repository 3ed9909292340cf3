package dev.sluice.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A part of every day in which nothing is sent to a person, by the clock on the person's wall.
///
/// @param from when it begins, to the minute
/// @param to when it ends, to the minute; before `from` when it spans midnight
public record QuietHours(LocalTime from, LocalTime to) {

  /// Zones that are quiet in turns leave a gap within a day, or none at all.
  private static final Duration SEARCH = Duration.ofDays(2);

  /// @throws InvalidSetting when the day would be quiet as a whole
  public QuietHours {
    if (from.equals(to)) {
      throw new InvalidSetting("quietHours", from + "-" + to, "must begin and end at two times");
    }
  }

  @JsonCreator
  static QuietHours of(
      @JsonProperty("from") @Nullable LocalTime from, @JsonProperty("to") @Nullable LocalTime to) {
    return new QuietHours(Settings.required("from", from), Settings.required("to", to));
  }

  /// Reads `21:00-08:00`.
  ///
  /// @throws InvalidSetting when it is nothing like that
  public static QuietHours parse(String text) {
    String[] ends = text.split("-", -1);
    try {
      if (ends.length == 2) {
        return new QuietHours(LocalTime.parse(ends[0].strip()), LocalTime.parse(ends[1].strip()));
      }
    } catch (DateTimeException e) {
      throw (InvalidSetting) malformed(text).initCause(e);
    }
    throw malformed(text);
  }

  private static InvalidSetting malformed(String text) {
    return new InvalidSetting("quietHours", text, "must be two times such as 21:00-08:00");
  }

  /// When it is quiet in none of the zones: `now`, or the first moment after it. A person whose
  /// zones are so far apart that there is no such moment within two days is written to when it is
  /// not quiet in the first of them.
  ///
  /// @param zones where the person may be, the likeliest first; empty means it is never quiet
  public Instant openFrom(Instant now, Collection<ZoneId> zones) {
    return common(now, zones).or(() -> common(now, zones.stream().limit(1).toList())).orElse(now);
  }

  /// Moves on to the end of the quiet that holds somewhere until it holds nowhere.
  private Optional<Instant> common(Instant now, Collection<ZoneId> zones) {
    Instant limit = now.plus(SEARCH);
    Instant candidate = now;
    while (candidate.isBefore(limit)) {
      Instant open = candidate;
      for (ZoneId zone : zones) {
        open = later(open, endOfQuiet(candidate, zone));
      }
      if (open.equals(candidate)) {
        return Optional.of(candidate);
      }
      candidate = open;
    }
    return Optional.empty();
  }

  /// The end of the quiet that `at` lies in, or `at` itself.
  private Instant endOfQuiet(Instant at, ZoneId zone) {
    ZonedDateTime there = at.atZone(zone);
    if (!isQuiet(there.toLocalTime())) {
      return at;
    }
    ZonedDateTime end = there.with(to);
    return (end.isAfter(there) ? end : there.plusDays(1).with(to)).toInstant();
  }

  private boolean isQuiet(LocalTime time) {
    return from.isBefore(to)
        ? !time.isBefore(from) && time.isBefore(to)
        : !time.isBefore(from) || time.isBefore(to);
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  @Override
  public String toString() {
    return from + "-" + to;
  }
}
