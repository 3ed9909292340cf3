package dev.sluice.topology.join;

import dev.sluice.schemas.ConversationId;
import dev.sluice.topology.parse.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The order of release: in order of arrival within a conversation, independent between
/// conversations.
///
/// Holds about 150 bytes a message; the message itself stays in the store. Pure, not thread-safe.
final class Conversations {

  private final Map<ConversationId, Deque<Position>> queues = new HashMap<>();
  private final Map<Position, Halves> halves = new HashMap<>();

  /// A message takes the last place in its conversation. A position that is already there keeps its
  /// place.
  void arrive(Position position, ConversationId conversation) {
    if (halves.putIfAbsent(position, new Halves(conversation)) == null) {
      queues.computeIfAbsent(conversation, c -> new ArrayDeque<>()).addLast(position);
    }
  }

  /// Takes in an answer and returns what may be released because of it, in order. An answer to a
  /// position that is not waiting is ignored.
  List<Complete> answer(Part part) {
    Halves message = halves.get(part.position());
    if (message == null) {
      return List.of();
    }
    message.take(part);
    return release(message.conversation());
  }

  int waiting() {
    return halves.size();
  }

  private List<Complete> release(ConversationId conversation) {
    Deque<Position> queue = queues.get(conversation);
    List<Complete> released = new ArrayList<>();
    while (queue != null && !queue.isEmpty()) {
      Halves head = halves.get(queue.peekFirst());
      if (head == null || !head.isComplete()) {
        break;
      }
      Position position = queue.removeFirst();
      halves.remove(position);
      released.add(head.complete(position));
    }
    if (queue != null && queue.isEmpty()) {
      queues.remove(conversation);
    }
    return released;
  }
}
