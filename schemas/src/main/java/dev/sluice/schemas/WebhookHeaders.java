package dev.sluice.schemas;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/// The headers of a stored webhook: CloudEvents' attributes in Kafka's binary mode, and two of our
/// own. All are UTF-8 text.
public final class WebhookHeaders {

  /// A unique id of the delivery, given by the gateway.
  public static final String ID = "ce_id";

  /// The path it was posted to.
  public static final String SOURCE = "ce_source";

  /// What it is: [#WEBHOOK].
  public static final String TYPE = "ce_type";

  /// When it was received, as ISO-8601 text.
  public static final String TIME = "ce_time";

  /// CloudEvents' own version: `1.0`.
  public static final String SPEC_VERSION = "ce_specversion";

  /// When it was received, in microseconds since the epoch, as decimal text.
  public static final String RECEIVED_AT = "sluice_received_at";

  /// W3C trace context, where the sender gave one.
  public static final String TRACE_PARENT = "traceparent";

  /// Why a delivery is in quarantine.
  public static final String REASON = "sluice_reason";

  /// The value of [#TYPE].
  public static final String WEBHOOK = "dev.sluice.webhook";

  private WebhookHeaders() {}

  /// Adds a header as UTF-8 text.
  public static void put(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /// The last header of that name, as text.
  public static Optional<String> text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? Optional.empty()
        : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
  }

  /// When the webhook was received, in microseconds since the epoch; empty when the header is
  /// missing or is not a number.
  public static Optional<Long> receivedMicros(Headers headers) {
    return text(headers, RECEIVED_AT).flatMap(WebhookHeaders::number);
  }

  private static Optional<Long> number(String text) {
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
