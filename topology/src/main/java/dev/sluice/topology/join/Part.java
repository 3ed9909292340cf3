package dev.sluice.topology.join;

import dev.sluice.schemas.Category;
import dev.sluice.schemas.ConversationId;
import dev.sluice.schemas.Sentiment;
import dev.sluice.topology.admit.Admitted;
import dev.sluice.topology.parse.Position;

/// What the join hears about one message: that it is there, and what each branch found.
public sealed interface Part {

  Position position();

  /// The message has been admitted; it takes its place in its conversation.
  record Arrival(Position position, ConversationId conversation) implements Part {
    public static Part of(Admitted admitted) {
      return new Arrival(admitted.position(), admitted.pending().message().conversation());
    }
  }

  /// The sentiment branch has its answer, at a time in microseconds since the epoch.
  ///
  /// @param tookMicros the model's own time; 0 when it did not answer
  record OfSentiment(Position position, Sentiment sentiment, long atMicros, long tookMicros)
      implements Part {}

  /// The category branch has its answer, at a time in microseconds since the epoch.
  ///
  /// @param tookMicros the model's own time; 0 when it did not answer
  record OfCategory(Position position, Category category, long atMicros, long tookMicros)
      implements Part {}
}
