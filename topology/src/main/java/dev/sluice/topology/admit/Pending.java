package dev.sluice.topology.admit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.JsonSerde;
import dev.sluice.topology.Names;
import dev.sluice.topology.fault.BoundedSerde;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/// A message admitted and not yet released: the value of the stores `pending` and `parked`.
///
/// @param admittedMicros when it was admitted, in microseconds since the epoch
/// @param traceParent the trace it belongs to
/// @param restarts how often its models were asked again because its task had started anew
public record Pending(
    InboundMessage message, long admittedMicros, @Nullable String traceParent, int restarts) {

  /// A message that has been in flight at so many restarts in a row may be what causes them: its
  /// models are not asked any more and it goes on without their answers. A message is pending for
  /// about a second, so a healthy one is hardly ever caught by two.
  static final int RESTARTS_MAX = 5;

  private static final Serde<Pending> SERDE =
      new BoundedSerde<>(JsonSerde.of(Names.PENDING_STORE, Pending.class));

  /// One that has not seen a restart.
  public Pending(InboundMessage message, long admittedMicros, @Nullable String traceParent) {
    this(message, admittedMicros, traceParent, 0);
  }

  @JsonCreator
  static Pending of(
      @JsonProperty(value = "message", required = true) InboundMessage message,
      @JsonProperty(value = "admittedMicros", required = true) long admittedMicros,
      @JsonProperty("traceParent") @Nullable String traceParent,
      @JsonProperty("restarts") @Nullable Integer restarts) {
    return new Pending(message, admittedMicros, traceParent, restarts == null ? 0 : restarts);
  }

  /// The same after one more restart.
  Pending restarted() {
    return new Pending(message, admittedMicros, traceParent, restarts + 1);
  }

  /// Whether to go on without asking.
  public boolean isSuspect() {
    return restarts > RESTARTS_MAX;
  }

  /// How often it was tried, the first time included.
  public int attempts() {
    return restarts + 1;
  }

  public static Serde<Pending> serde() {
    return SERDE;
  }
}
