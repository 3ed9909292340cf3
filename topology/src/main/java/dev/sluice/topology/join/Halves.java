package dev.sluice.topology.join;

import static java.util.Objects.requireNonNull;

import dev.sluice.schemas.ConversationId;
import dev.sluice.topology.parse.Position;
import org.jspecify.annotations.Nullable;

/// The answers a waiting message has so far.
final class Halves {

  private final ConversationId conversation;
  private Part.@Nullable OfSentiment sentiment;
  private Part.@Nullable OfCategory category;

  Halves(ConversationId conversation) {
    this.conversation = conversation;
  }

  ConversationId conversation() {
    return conversation;
  }

  /// The first answer of each branch counts.
  void take(Part part) {
    switch (part) {
      case Part.Arrival arrival -> {
        // says nothing new
      }
      case Part.OfSentiment answer -> sentiment = sentiment == null ? answer : sentiment;
      case Part.OfCategory answer -> category = category == null ? answer : category;
    }
  }

  boolean isComplete() {
    return sentiment != null && category != null;
  }

  Complete complete(Position position) {
    return new Complete(position, requireNonNull(sentiment), requireNonNull(category));
  }
}
