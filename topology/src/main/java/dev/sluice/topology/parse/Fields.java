package dev.sluice.topology.parse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.schemas.Address;
import dev.sluice.schemas.ProviderStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How single fields of Meta's documents are read: leniently, for the channels do not agree on
/// types.
///
/// What is read once and repeated in many elements has a longest length, so that what comes out of
/// a webhook is never much more than what went in.
final class Fields {

  /// An id or address, in characters; the longest of Meta's has about 200. A longer one is none:
  /// cut, it would be another's. Four bytes each fit into a key of an index of PostgreSQL's
  /// (2,704).
  static final int ID_MAX = 512;

  /// A name or title, in characters; WhatsApp's longest display name has 100. A longer one is cut.
  static final int LABEL_MAX = 256;

  /// The name of a type, field or event, in characters; the longest known has 33.
  static final int KIND_MAX = 64;

  /// A number below it counts seconds, one above it milliseconds: as seconds it is in the year
  /// 5138, as milliseconds in March 1973.
  private static final long SECONDS_BELOW = 100_000_000_000L;

  /// The end of the year 9999, in seconds: what ISO-8601 and PostgreSQL can both say.
  private static final long LATEST_SECONDS = 253_402_300_799L;

  private static final char REPLACEMENT = '\ufffd';

  /// `2026-11-21T10:15:30+0000` as the Graph API writes it, and with `Z` or `+00:00`.
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX]")
          .toFormatter();

  private Fields() {}

  /// The field as text; empty when it is missing, null or not a scalar.
  static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isValueNode() && !value.isNull() ? wellFormed(value.asText()) : "";
  }

  /// The field as text; absent when it is missing, null, not a scalar or blank.
  static Optional<String> optional(JsonNode node, String field) {
    return Optional.of(text(node, field)).filter(value -> !value.isBlank());
  }

  /// The field as an id; absent when it is blank or longer than any id.
  static Optional<String> id(JsonNode node, String field) {
    return optional(node, field).filter(value -> value.length() <= ID_MAX);
  }

  /// The field as the address of a person or group.
  static Optional<Address> address(JsonNode node, String field) {
    return id(node, field).map(Address::new);
  }

  /// The field as a name or title, cut when it is too long; null when it is blank.
  static @Nullable String label(JsonNode node, String field) {
    return optional(node, field).map(value -> cut(value, LABEL_MAX)).orElse(null);
  }

  /// The field as the name of a type, cut when it is too long; empty when it is blank.
  static String kind(JsonNode node, String field) {
    return cut(optional(node, field).orElse(""), KIND_MAX);
  }

  /// The name of a field, cut and repaired as [#kind].
  static String name(String field) {
    return cut(wellFormed(field), KIND_MAX);
  }

  /// At most so many characters, and never half of one.
  static String cut(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
  }

  /// A time stamp in seconds or milliseconds, as a number or as text, or a time in ISO-8601.
  static Optional<Instant> time(JsonNode node) {
    if (!node.isValueNode() || node.isNull()) {
      return Optional.empty();
    }
    String text = node.asText();
    try {
      long value = Long.parseLong(text);
      return value < SECONDS_BELOW
          ? plausible(Instant.ofEpochSecond(value))
          : plausible(Instant.ofEpochMilli(value));
    } catch (NumberFormatException e) {
      return isoTime(text);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> isoTime(String text) {
    if (text.length() > LABEL_MAX) {
      return Optional.empty();
    }
    try {
      return plausible(OffsetDateTime.parse(text, ISO).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> plausible(Instant time) {
    long seconds = time.getEpochSecond();
    return seconds < 0 || seconds > LATEST_SECONDS ? Optional.empty() : Optional.of(time);
  }

  static Optional<ProviderStatus.State> state(String name) {
    return switch (name) {
      case "sent" -> Optional.of(ProviderStatus.State.SENT);
      case "delivered" -> Optional.of(ProviderStatus.State.DELIVERED);
      case "read" -> Optional.of(ProviderStatus.State.READ);
      case "played" -> Optional.of(ProviderStatus.State.PLAYED);
      case "failed" -> Optional.of(ProviderStatus.State.FAILED);
      default -> Optional.empty();
    };
  }

  /// JSON can spell half a surrogate pair, which has no form in UTF-8: keys and readers in other
  /// languages could not hold it.
  private static String wellFormed(String text) {
    int broken = firstLoneSurrogate(text, 0);
    if (broken < 0) {
      return text;
    }
    StringBuilder repaired = new StringBuilder(text);
    while (broken >= 0) {
      repaired.setCharAt(broken, REPLACEMENT);
      broken = firstLoneSurrogate(repaired, broken + 1);
    }
    return repaired.toString();
  }

  private static int firstLoneSurrogate(CharSequence text, int from) {
    for (int i = from; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (Character.isHighSurrogate(unit)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(unit)) {
        return i;
      }
    }
    return -1;
  }
}
