package dev.sluice.topology.parse;

import static dev.sluice.topology.parse.Fields.kind;
import static dev.sluice.topology.parse.Fields.label;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.schemas.OperatorEvent;
import org.jspecify.annotations.Nullable;

/// Reads what a channel tells about the tenant's own assets.
///
/// Only fields that are known to hold nothing of a person are read; of every other event its name
/// is all that is kept.
final class OperatorEvents {

  /// The template, or the tenant's own number.
  private static final String[] SUBJECT = {"message_template_name", "display_phone_number"};

  /// What it is now.
  private static final String[] STATE = {
    "event", "new_quality_score", "new_category", "decision", "alert_type", "status"
  };

  private static final String[] REASON = {"reason", "rejection_reason", "current_limit"};

  private OperatorEvents() {}

  /// @param name the channel's name of the event; `untyped` when it is empty
  /// @param value what the event says
  static Parsed of(Origin origin, String name, JsonNode value) {
    return of(
        origin,
        name.isEmpty() ? "untyped" : name,
        value,
        first(value, SUBJECT),
        first(value, STATE),
        first(value, REASON),
        null);
  }

  /// An event of which nothing but its name may be kept.
  static Parsed bare(Origin origin, String name, JsonNode value) {
    return of(origin, name, value, null, null, null, null);
  }

  /// An error of the whole account (`value.errors`).
  static Parsed error(Origin origin, JsonNode error) {
    @Nullable String title = label(error, "title");
    return of(
        origin,
        "errors",
        error,
        null,
        null,
        title == null ? label(error, "message") : title,
        code(error));
  }

  /// A status in a state that this version does not know.
  static Parsed unknownState(Origin origin, JsonNode status) {
    return of(origin, "statuses", status, null, kind(status, "status"), kind(status, "type"), null);
  }

  static @Nullable Integer code(JsonNode error) {
    JsonNode code = error.path("code");
    int value = code.asInt();
    return value == 0 && !code.asText().equals("0") ? null : Integer.valueOf(value);
  }

  private static Parsed of(
      Origin origin,
      String kind,
      JsonNode value,
      @Nullable String subject,
      @Nullable String state,
      @Nullable String reason,
      @Nullable Integer code) {
    return new Parsed.Operator(
        new OperatorEvent(
            origin.tenant(),
            origin.channel(),
            kind,
            origin.account(),
            origin.at(),
            origin.receivedAt(),
            subject,
            state,
            reason,
            code),
        origin.digestOf(kind, value));
  }

  private static @Nullable String first(JsonNode value, String[] fields) {
    for (String field : fields) {
      @Nullable String found = label(value, field);
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
