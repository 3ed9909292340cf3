package dev.sluice.simulator;

import com.sun.net.httpserver.Headers;
import dev.sluice.simulator.AccountLedger.End;
import dev.sluice.simulator.ProviderBehaviour.Verdict;
import dev.sluice.simulator.ProviderContract.Answer;
import dev.sluice.simulator.ProviderContract.Refusal;
import dev.sluice.simulator.ProviderContract.Send;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Serves the sends of one account, each on its own thread. Thread-safe.
final class AccountDesk implements AutoCloseable {

  private final ProviderAccount account;
  private final long seed;
  private final ProviderWitness witness;
  private final AccountLedger ledger = new AccountLedger();
  private final @Nullable StatusFeed feed;
  private volatile ProviderBehaviour behaviour;

  AccountDesk(ProviderAccount account, long seed, ProviderWitness witness) {
    this.account = account;
    this.seed = seed;
    this.witness = witness;
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
  boolean isAllowed(ProviderContract contract, Headers headers) {
    byte[] expected = account.token().getBytes(StandardCharsets.UTF_8);
    return contract
        .secret(account.id(), headers)
        .filter(it -> MessageDigest.isEqual(expected, it.getBytes(StandardCharsets.UTF_8)))
        .isPresent();
  }

  /// Takes a send: refuses it at once when it is too much, else keeps it for as long as the latency
  /// says. Blocks.
  Reply serve(ProviderContract contract, byte[] body) throws InterruptedException {
    return switch (contract.read(body)) {
      case Refusal(Answer answer) -> new Reply.Answered(answer, null);
      case Send send -> {
        ProviderBehaviour now = behaviour;
        long arrived = System.nanoTime();
        OptionalInt attempt = ledger.arrive(send.counted(), now.throttle(), arrived);
        if (attempt.isPresent()) {
          witness.arrived(account.id(), send.counted(), arrived);
        }
        yield attempt.isPresent()
            ? admitted(contract, send, attempt.getAsInt(), now)
            : new Reply.Answered(contract.throttled(now.throttle()), now.throttle().retryAfter());
      }
    };
  }

  private Reply admitted(ProviderContract contract, Send send, int attempt, ProviderBehaviour now)
      throws InterruptedException {
    String id = send.counted();
    Duration latency = now.latency().draw(seed, id, attempt);
    ledger.draw(latency);
    boolean slept = false;
    try {
      Thread.sleep(latency);
      slept = true;
    } finally {
      if (!slept) {
        refuse(id);
      }
    }
    String taken = contract.messageId(seed, account.id(), id, attempt);
    return switch (now.judge(seed, id, attempt)) {
      case Verdict.Accepted _ -> {
        accept(contract, send, taken, End.ACCEPTED);
        yield new Reply.Answered(contract.accepted(account.id(), send, taken), null);
      }
      case Verdict.AcceptedInSilence _ -> {
        accept(contract, send, taken, End.DROPPED);
        yield new Reply.Silence();
      }
      case Verdict.Refused(Failure failure) -> {
        refuse(id);
        yield new Reply.Answered(contract.refused(failure), now.throttle().retryAfter());
      }
    };
  }

  private void refuse(String id) {
    long now = System.nanoTime();
    ledger.leave(id, End.FAILED, now);
    witness.left(account.id(), id, null, now);
  }

  private void accept(ProviderContract contract, Send send, String taken, End end) {
    long now = System.nanoTime();
    ledger.leave(send.counted(), end, now);
    witness.left(account.id(), send.counted(), taken, now);
    if (feed != null && contract.tellsStatuses()) {
      feed.accepted(send, taken);
    }
  }

  @Override
  public void close() {
    if (feed != null) {
      feed.close();
    }
  }
}
