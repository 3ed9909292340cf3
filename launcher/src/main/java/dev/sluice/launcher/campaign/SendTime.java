package dev.sluice.launcher.campaign;

import dev.sluice.schemas.InvalidSetting;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/// Reads the time for which a campaign is scheduled.
final class SendTime {

  private static final String OPTION = "--at";

  private SendTime() {}

  /// @param text an instant such as `2026-11-22T08:00:00Z`, with any offset; or a local time such
  ///   as `2026-11-22T09:00`
  /// @param zone of a local time
  /// @throws InvalidSetting when it is neither, or has passed
  static Instant read(String text, ZoneId zone, Instant now) {
    Instant at = parse(text.strip().replace(' ', 'T'), zone);
    if (!at.isAfter(now)) {
      throw new InvalidSetting(OPTION, text, "has passed; leave it out to start at once");
    }
    return at;
  }

  private static Instant parse(String text, ZoneId zone) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException withoutOffset) {
      try {
        return LocalDateTime.parse(text).atZone(zone).toInstant();
      } catch (DateTimeException e) {
        throw (InvalidSetting)
            new InvalidSetting(
                    OPTION, text, "must be a time such as 2026-11-22T09:00 or 2026-11-22T08:00:00Z")
                .initCause(e);
      }
    }
  }
}
