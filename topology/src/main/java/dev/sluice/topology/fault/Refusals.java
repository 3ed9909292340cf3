package dev.sluice.topology.fault;

import dev.sluice.schemas.InboundMessage;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/// The messages a broker would not take, remembered until they have been set aside.
///
/// A refused record breaks its transaction, whatever an exception handler answers: what was refused
/// cannot be set aside in the transaction that carried it. It is noted here, the transaction is
/// repeated, and this time the message goes to the dead letters instead. One for all tasks of the
/// process. Thread-safe.
public final class Refusals {

  /// Messages remembered; the oldest is forgotten first and costs one more aborted transaction when
  /// it comes round. One would do for one task, as its first refusal ends its transaction.
  private static final int REMEMBERED_MAX = 1_000;

  /// What tells messages apart, those without an id included.
  private record Identity(
      String tenant, String channel, String messageId, String customer, long receivedMillis) {
    static Identity of(InboundMessage message) {
      return new Identity(
          message.tenant().value(),
          message.channel().wireName(),
          message.messageId(),
          message.customer().value(),
          message.receivedAt().toEpochMilli());
    }
  }

  private final SequencedSet<Identity> refused = new LinkedHashSet<>();

  /// Spares every message the lock while nothing is refused, which is always.
  private volatile boolean any;

  /// A broker refused a record that carried the message.
  public void note(InboundMessage message) {
    synchronized (refused) {
      refused.add(Identity.of(message));
      if (refused.size() > REMEMBERED_MAX) {
        Iterator<Identity> oldest = refused.iterator();
        oldest.next();
        oldest.remove();
      }
      any = true;
    }
  }

  /// Whether the message was refused before.
  public boolean contains(InboundMessage message) {
    if (!any) {
      return false;
    }
    synchronized (refused) {
      return refused.contains(Identity.of(message));
    }
  }
}
