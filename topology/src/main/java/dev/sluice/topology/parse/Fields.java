package dev.sluice.topology.parse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.schemas.ProviderStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// How single fields of Meta's documents are read: leniently, for the channels do not agree on
/// types.
final class Fields {

  private Fields() {}

  /// The field as text; empty when it is missing, null or not a scalar.
  static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isValueNode() && !value.isNull() ? value.asText() : "";
  }

  /// The field as text; absent when it is missing, null, not a scalar or blank.
  static Optional<String> optional(JsonNode node, String field) {
    return Optional.of(text(node, field)).filter(value -> !value.isBlank());
  }

  /// A time stamp in whole seconds, as a number or as text (WhatsApp).
  static Optional<Instant> seconds(JsonNode node) {
    return number(node).flatMap(value -> time(value, 1000));
  }

  /// A time stamp in milliseconds, as a number or as text (Messenger, Instagram).
  static Optional<Instant> millis(JsonNode node) {
    return number(node).flatMap(value -> time(value, 1));
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

  private static Optional<Long> number(JsonNode node) {
    if (!node.isValueNode() || node.isNull()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseLong(node.asText()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> time(long value, long millisPerUnit) {
    try {
      return Optional.of(Instant.ofEpochMilli(Math.multiplyExact(value, millisPerUnit)));
    } catch (ArithmeticException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
