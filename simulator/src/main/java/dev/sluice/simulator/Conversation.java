package dev.sluice.simulator;

import dev.sluice.schemas.ConversationId;
import dev.sluice.schemas.InvalidSetting;
import java.time.Duration;
import java.util.List;

/// What one customer writes, in order.
///
/// @param account the phone number id, page id or Instagram id written to
/// @param texts one message each, at least one
/// @param spacing pause between the acknowledgement of a message and the next message
public record Conversation(
    ConversationId id, MetaApp app, String account, List<String> texts, Duration spacing) {

  /// @throws InvalidSetting when there is no text or the spacing is negative
  public Conversation {
    texts = List.copyOf(texts);
    if (texts.isEmpty()) {
      throw new InvalidSetting("texts", texts, "must hold at least one message");
    }
    Checks.notNegative("spacing", spacing);
  }
}
