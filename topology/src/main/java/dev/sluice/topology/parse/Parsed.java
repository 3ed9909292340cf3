package dev.sluice.topology.parse;

import dev.sluice.schemas.DeadLetterHeaders;
import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.OperatorEvent;
import dev.sluice.schemas.ProviderStatus;

/// One element of a webhook, read. A closed set.
public sealed interface Parsed {

  /// A customer wrote.
  record Message(InboundMessage message) implements Parsed {}

  /// A provider reports on something we sent.
  record Status(ProviderStatus status) implements Parsed {}

  /// A channel tells about the tenant's own assets.
  ///
  /// @param digest what the element is known by when it is delivered again
  record Operator(OperatorEvent event, String digest) implements Parsed {}

  /// An element that says nothing anybody waits for: an echo to nobody, an empty change.
  ///
  /// @param kind in our words
  record Ignored(String kind) implements Parsed {}

  /// An element that cannot be processed.
  ///
  /// @param why in our words; never a piece of the payload
  record Rejected(DeadLetterHeaders.Reason reason, String why) implements Parsed {}
}
