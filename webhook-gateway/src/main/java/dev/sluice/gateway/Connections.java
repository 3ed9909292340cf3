package dev.sluice.gateway;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// The open connections of the server and what they hold. Thread-safe.
///
/// When there are too many, or their requests together are too large, the connection that has
/// waited longest for its sender is closed: whoever sends a request at once, as Meta does, is not
/// kept out by those who do not.
final class Connections {

  private final HttpLimits limits;
  private final GatewayMetrics metrics;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong requestBytes = new AtomicLong();

  /// Those that wait for their sender, longest first. Guarded by itself.
  private final Set<Conversation> waiting = new LinkedHashSet<>();

  Connections(HttpLimits limits, GatewayMetrics metrics) {
    this.limits = limits;
    this.metrics = metrics;
    metrics.watch(open, requestBytes);
  }

  HttpLimits limits() {
    return limits;
  }

  void opened(Conversation conversation) {
    await(conversation);
    if (open.incrementAndGet() > limits.connectionsMax()) {
      makeRoom("full");
    }
  }

  /// To be called once for each connection.
  void closed(Conversation conversation) {
    open.decrementAndGet();
    leave(conversation);
  }

  /// The sender has sent a whole request and waits for us.
  void leave(Conversation conversation) {
    synchronized (waiting) {
      waiting.remove(conversation);
    }
  }

  /// We wait for the sender, from now on.
  void await(Conversation conversation) {
    synchronized (waiting) {
      waiting.remove(conversation);
      waiting.add(conversation);
    }
  }

  void received(long bytes) {
    if (requestBytes.addAndGet(bytes) > limits.requestBytesMax()) {
      makeRoom("memory");
    }
  }

  /// The bytes of a request are not held any more.
  void released(long bytes) {
    requestBytes.addAndGet(-bytes);
  }

  /// Closes a connection whose sender takes too long.
  void tooSlow(Conversation conversation) {
    metrics.closed("slow");
    conversation.end();
  }

  private void makeRoom(String reason) {
    Optional<Conversation> longest;
    synchronized (waiting) {
      longest = waiting.stream().findFirst();
      longest.ifPresent(waiting::remove);
    }
    longest.ifPresent(
        conversation -> {
          metrics.closed(reason);
          conversation.end();
        });
  }
}
