package dev.sluice.gateway;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// Where one connection is: idle, receiving a request, or answering it. Used on the connection's
/// event loop; only [#end] by any thread.
final class Conversation {

  private enum State {
    IDLE,
    RECEIVING,
    ANSWERING
  }

  private final Connections connections;
  private final Channel channel;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicLong heldBytes = new AtomicLong();
  private State state = State.IDLE;
  private long sinceNanos = System.nanoTime();

  /// Requests that are complete, less answers that are.
  private int unanswered;

  Conversation(Connections connections, Channel channel) {
    this.connections = connections;
    this.channel = channel;
  }

  void begin() {
    connections.opened(this);
  }

  void received(int bytes) {
    if (ended.get()) {
      return;
    }
    if (state == State.IDLE) {
      enter(State.RECEIVING);
      awaitSender();
    }
    heldBytes.addAndGet(bytes);
    connections.received(bytes);
  }

  /// The last byte of a request has come.
  void isComplete() {
    unanswered++;
    turn();
  }

  /// The last byte of an answer has been written. It may come before the request is complete, when
  /// that is refused for its head: then the rest of the request still has its time only.
  void isAnswered() {
    unanswered--;
    turn();
  }

  void isClosed() {
    leave();
  }

  /// Closes the connection. What it held counts no more from now on, not only when it has gone: or
  /// the next one would be closed for the same bytes.
  void end() {
    leave();
    Future<?> _ = channel.close();
  }

  void closeIfTooSlow() {
    long waited = System.nanoTime() - sinceNanos;
    boolean tooSlow =
        switch (state) {
          case IDLE -> waited > connections.limits().idleTime().toNanos();
          case RECEIVING -> waited > connections.limits().requestTime().toNanos();
          case ANSWERING -> false;
        };
    if (tooSlow && !ended.get()) {
      connections.tooSlow(this);
    }
  }

  /// Whose turn it is after a request has ended or an answer has.
  private void turn() {
    if (ended.get()) {
      return;
    }
    if (unanswered > 0) {
      enter(State.ANSWERING);
      connections.leave(this);
    } else if (unanswered == 0) {
      enter(State.IDLE);
      awaitSender();
      release();
    }
  }

  private void awaitSender() {
    connections.await(this);
    if (ended.get()) {
      // ended by another thread meanwhile, which did not find it waiting
      connections.leave(this);
    }
  }

  private void enter(State next) {
    state = next;
    sinceNanos = System.nanoTime();
  }

  private void leave() {
    if (ended.compareAndSet(false, true)) {
      connections.closed(this);
    }
    release();
  }

  private void release() {
    connections.released(heldBytes.getAndSet(0));
  }
}
