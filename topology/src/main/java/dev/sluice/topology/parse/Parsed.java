package dev.sluice.topology.parse;

import dev.sluice.schemas.DeadLetterHeaders;
import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.ProviderStatus;

/// One element of a webhook, read. A closed set.
public sealed interface Parsed {

  /// A customer wrote.
  record Message(InboundMessage message) implements Parsed {}

  /// A provider reports on something we sent.
  record Status(ProviderStatus status) implements Parsed {}

  /// An element that is nobody's message: an echo to nobody, an account or template event.
  ///
  /// @param kind the channel's name for it
  record Ignored(String kind) implements Parsed {}

  /// An element that cannot be processed.
  ///
  /// @param why in our words; never a piece of the payload
  record Rejected(DeadLetterHeaders.Reason reason, String why) implements Parsed {}
}
