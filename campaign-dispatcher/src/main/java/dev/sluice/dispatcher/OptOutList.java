package dev.sluice.dispatcher;

import dev.sluice.schemas.OutboundMessage;

/// Who is not to be written to by campaigns. Asked once per message, so it must not block.
/// Thread-safe.
@FunctionalInterface
interface OptOutList {

  /// Whether the message's recipient takes no campaigns of its tenant.
  boolean isOptedOut(OutboundMessage message);
}
