package dev.sluice.topology.parse;

import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.OperatorEvent;
import dev.sluice.schemas.ProviderStatus;
import org.apache.kafka.common.utils.Bytes;

/// One element of a webhook with the place it came from.
///
/// @param webhook the whole webhook as posted; shared between its elements
public record Element(Position position, Parsed parsed, Bytes webhook) {

  public boolean isRejected() {
    return parsed instanceof Parsed.Rejected;
  }

  public boolean isStatus() {
    return parsed instanceof Parsed.Status;
  }

  /// @throws ClassCastException when it is not a status
  public ProviderStatus status() {
    return ((Parsed.Status) parsed).status();
  }

  public boolean isOperatorEvent() {
    return parsed instanceof Parsed.Operator;
  }

  /// @throws ClassCastException when it is not for an operator
  public OperatorEvent operatorEvent() {
    return ((Parsed.Operator) parsed).event();
  }

  /// @throws ClassCastException when it is not a message
  public InboundMessage message() {
    return ((Parsed.Message) parsed).message();
  }

  /// The webhook exactly as posted, for the dead letters.
  public byte[] original() {
    return webhook.get();
  }

  @Override
  public String toString() {
    return "Element[%s %s]".formatted(position, parsed);
  }
}
