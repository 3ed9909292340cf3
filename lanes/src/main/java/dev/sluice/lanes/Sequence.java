package dev.sluice.lanes;

import java.util.LinkedHashSet;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// Work that runs one at a time and in order: one ticket has the turn, the others stand behind it.
///
/// A ticket keeps the turn from the moment it is at the head until it has finished, expired or been
/// dropped. Every operation is O(1).
final class Sequence<K, W> {

  private @Nullable Ticket<K, W> turn;
  private final SequencedSet<Ticket<K, W>> behind = new LinkedHashSet<>();

  /// Lines `ticket` up.
  ///
  /// @return whether it has the turn
  boolean enter(Ticket<K, W> ticket) {
    if (turn == null) {
      turn = ticket;
      return true;
    }
    if (ticket.keepsTurn() && turn.isInFlight()) {
      behind.addFirst(ticket);
    } else {
      behind.addLast(ticket);
    }
    return false;
  }

  /// Takes `ticket` out of the line.
  ///
  /// @return the ticket that has the turn because of that, if there is one
  @Nullable Ticket<K, W> leave(Ticket<K, W> ticket) {
    if (turn != ticket) {
      behind.remove(ticket);
      return null;
    }
    turn = behind.isEmpty() ? null : behind.removeFirst();
    return turn;
  }

  boolean isEmpty() {
    return turn == null;
  }
}
