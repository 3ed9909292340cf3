package dev.sluice.gateway;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came with a posted body.
///
/// @param tenant the tenant in the path, as it was written
/// @param path where it was posted to
/// @param signatures every value of the signature's header
/// @param traceParent the sender's trace context, not checked yet
record Delivery(
    String tenant,
    String path,
    List<String> signatures,
    @Nullable String traceParent,
    Instant receivedAt) {}
