package dev.sluice.simulator;

import dev.sluice.schemas.Channel;
import dev.sluice.simulator.AccountLedger.End;
import dev.sluice.simulator.CloudApi.Answer;
import dev.sluice.simulator.ProviderBehaviour.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Serves the sends of one account, each on its own thread. Thread-safe.
final class AccountDesk implements AutoCloseable {

  private static final int UNAUTHORIZED = 401;

  private final ProviderAccount account;
  private final long seed;
  private final AccountLedger ledger = new AccountLedger();
  private final @Nullable StatusFeed feed;
  private volatile ProviderBehaviour behaviour;

  AccountDesk(ProviderAccount account, long seed) {
    this.account = account;
    this.seed = seed;
    this.behaviour = account.behaviour();
    StatusSink sink = account.statuses();
    this.feed = sink == null ? null : StatusFeed.start(account.id(), sink, seed);
  }

  /// How a send ends on the wire.
  sealed interface Reply {
    /// @param retryAfter for the header of that name
    record Answered(Answer answer, @Nullable Duration retryAfter) implements Reply {}

    /// The connection is closed without an answer.
    record Silence() implements Reply {}
  }

  void behave(ProviderBehaviour next) {
    behaviour = next;
  }

  AccountReport report() {
    return ledger.report(account.id(), feed());
  }

  Optional<StatusFeed> feed() {
    return Optional.ofNullable(feed);
  }

  /// Whether the request carries the account's token.
  boolean isAllowed(@Nullable String authorization) {
    byte[] expected = ("Bearer " + account.token()).getBytes(StandardCharsets.UTF_8);
    return authorization != null
        && MessageDigest.isEqual(expected, authorization.getBytes(StandardCharsets.UTF_8));
  }

  /// The answer to a request without the account's token.
  static Answer notAllowed() {
    return CloudApi.refused(UNAUTHORIZED, 190, "Invalid OAuth access token.");
  }

  /// Takes a send: refuses it at once when it is too much, else keeps it for as long as the latency
  /// says. Blocks.
  Reply serve(byte[] body) throws InterruptedException {
    CloudApi.Send send;
    try {
      send = CloudApi.read(body);
    } catch (CloudApi.Rejected e) {
      return new Reply.Answered(e.answer(), null);
    }
    ProviderBehaviour now = behaviour;
    String id = send.correlation();
    OptionalInt attempt = ledger.arrive(id, now.throttle(), System.nanoTime());
    return attempt.isPresent()
        ? admitted(send, attempt.getAsInt(), now)
        : throttled(now.throttle());
  }

  private static Reply throttled(Throttle throttle) {
    Answer refusal = CloudApi.refused(throttle.httpStatus(), 130429, "(#130429) Rate limit hit");
    return new Reply.Answered(refusal, throttle.retryAfter());
  }

  private Reply admitted(CloudApi.Send send, int attempt, ProviderBehaviour now)
      throws InterruptedException {
    String id = send.correlation();
    Duration latency = now.latency().draw(seed, id, attempt);
    ledger.draw(latency);
    boolean slept = false;
    try {
      Thread.sleep(latency);
      slept = true;
    } finally {
      if (!slept) {
        ledger.leave(id, End.FAILED, System.nanoTime());
      }
    }
    String wamid = MessageIds.of(Channel.WHATSAPP, seed, account.id() + "/" + id, attempt);
    return switch (now.judge(seed, id, attempt)) {
      case Verdict.Accepted _ -> {
        accept(send, wamid, End.ACCEPTED);
        yield new Reply.Answered(CloudApi.accepted(send.to(), wamid), null);
      }
      case Verdict.AcceptedInSilence _ -> {
        accept(send, wamid, End.DROPPED);
        yield new Reply.Silence();
      }
      case Verdict.Refused(Failure failure) -> {
        ledger.leave(id, End.FAILED, System.nanoTime());
        Answer answer = CloudApi.refused(failure.httpStatus(), failure.code(), failure.message());
        yield new Reply.Answered(answer, now.throttle().retryAfter());
      }
    };
  }

  private void accept(CloudApi.Send send, String wamid, End end) {
    ledger.leave(send.correlation(), end, System.nanoTime());
    if (feed != null) {
      feed.accepted(send, wamid);
    }
  }

  @Override
  public void close() {
    if (feed != null) {
      feed.close();
    }
  }
}
