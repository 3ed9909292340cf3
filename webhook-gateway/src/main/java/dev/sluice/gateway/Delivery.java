package dev.sluice.gateway;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came with a posted body.
///
/// @param path where it was posted to
/// @param source who posted it, as [Source] names it
/// @param signatures every value of the signature's header
/// @param traceParent the sender's trace context, not checked yet
record Delivery(
    String path,
    String source,
    List<String> signatures,
    @Nullable String traceParent,
    Instant receivedAt) {}
