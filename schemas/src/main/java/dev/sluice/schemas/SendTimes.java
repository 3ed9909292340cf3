package dev.sluice.schemas;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// When a message may be sent. What is absent does not restrict it.
///
/// @param notBefore the time for which its campaign is scheduled
/// @param freeTextUntil until when the channel takes free text: 24 hours after the customer's last
///   message on WhatsApp. Absent when the writer does not know; the provider decides then
/// @param quietHours when the recipient is not to be disturbed
/// @param zones where the recipient may be, the likeliest first; without any, no hour is quiet
public record SendTimes(
    @Nullable Instant notBefore,
    @Nullable Instant freeTextUntil,
    @Nullable QuietHours quietHours,
    List<ZoneId> zones) {

  /// At any time.
  public static final SendTimes ANY = new SendTimes(null, null, null, List.of());

  /// A phone number's prefix can stand for this many zones at most: the widest country has eleven.
  static final int ZONES_MAX = 60;

  public SendTimes {
    zones = List.copyOf(zones);
    Settings.atMost("zones", zones.size(), ZONES_MAX, "zones");
  }

  /// The first moment from `now` on at which it may be sent.
  public Instant earliest(Instant now) {
    Instant from = notBefore == null || notBefore.isBefore(now) ? now : notBefore;
    return quietHours == null ? from : quietHours.openFrom(from, zones);
  }

  /// Whether free text would be refused at that time.
  public boolean isTooLateForText(Instant now) {
    return freeTextUntil != null && now.isAfter(freeTextUntil);
  }
}
