package dev.sluice.topology.enrich;

import dev.sluice.schemas.TenantId;
import dev.sluice.topology.parse.Position;
import org.jspecify.annotations.Nullable;

/// One message's way through a branch: its current call, how often it was asked, until when it may
/// be. Belongs to the stream thread.
///
/// @param <R> the answer's type
final class Flight<R> {

  static final long NOT_STARTED = Long.MAX_VALUE;

  private final Position position;
  private final TenantId tenant;
  private final InFlight.Asked asked;
  private @Nullable ModelCall<R> call;
  private int attempts;
  private long deadlineMillis = NOT_STARTED;

  Flight(Position position, TenantId tenant, InFlight.Asked asked) {
    this.position = position;
    this.tenant = tenant;
    this.asked = asked;
  }

  Position position() {
    return position;
  }

  TenantId tenant() {
    return tenant;
  }

  String words() {
    return asked.words();
  }

  boolean isSuspect() {
    return asked.isSuspect();
  }

  int attempts() {
    return attempts;
  }

  /// [#NOT_STARTED] until its first call's turn has come.
  long deadlineMillis() {
    return deadlineMillis;
  }

  boolean isFlying(ModelCall<R> candidate) {
    return call == candidate;
  }

  void submitted(ModelCall<R> next) {
    call = next;
    attempts++;
  }

  /// Its call failed and waits to be repeated.
  void grounded() {
    call = null;
  }

  boolean isGrounded() {
    return call == null;
  }

  void started(long deadline) {
    if (deadlineMillis == NOT_STARTED) {
      deadlineMillis = deadline;
    }
  }

  void cancel() {
    if (call != null) {
      call.cancel();
    }
  }
}
