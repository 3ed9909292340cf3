package dev.sluice.dispatcher;

import dev.sluice.schemas.OutboundMessage;

/// Where one tenant's messages leave. Thread-safe.
@FunctionalInterface
interface Provider {

  /// Makes one request and returns what came of it; every failure is an answer. Blocks for at most
  /// the tenant's request timeout and the time to connect. Never retries by itself.
  ///
  /// @throws InterruptedException when this thread is interrupted; the message may have been sent
  ProviderAnswer send(OutboundMessage message) throws InterruptedException;
}
