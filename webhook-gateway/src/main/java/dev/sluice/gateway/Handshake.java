package dev.sluice.gateway;

import org.jspecify.annotations.Nullable;

/// Meta's question whether an address is ours.
///
/// @param tenant the tenant in the path, as it was written
record Handshake(
    String tenant, @Nullable String mode, @Nullable String token, @Nullable String challenge) {}
