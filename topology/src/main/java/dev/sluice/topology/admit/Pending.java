package dev.sluice.topology.admit;

import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.JsonSerde;
import dev.sluice.topology.Names;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/// A message admitted and not yet released: the value of the store `pending`.
///
/// @param admittedMicros when it was admitted, in microseconds since the epoch
/// @param traceParent the trace it belongs to
public record Pending(InboundMessage message, long admittedMicros, @Nullable String traceParent) {

  static final Serde<Pending> SERDE = JsonSerde.of(Names.PENDING_STORE, Pending.class);

  public static Serde<Pending> serde() {
    return SERDE;
  }
}
