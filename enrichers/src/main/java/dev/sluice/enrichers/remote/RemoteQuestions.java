package dev.sluice.enrichers.remote;

import dev.sluice.enrichers.ModelUnavailable;
import dev.sluice.enrichers.remote.RemoteCalls.Outcome;
import dev.sluice.schemas.RemoteModel;
import dev.sluice.schemas.SecretRef;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks tenants' models: at most [RetryRule#REQUESTS_MAX] requests within [RetryRule#BUDGET], each
/// past the breaker of its endpoint. Thread-safe; blocks its caller.
final class RemoteQuestions implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RemoteQuestions.class);

  /// How often wrong settings of one endpoint are logged; a busy tenant would fill the log.
  static final Duration COMPLAIN_EVERY = Duration.ofMinutes(1);

  /// As much of a model's name as fits a line of the inbox.
  private static final int MODEL_NAME_MAX = 80;

  private final Function<SecretRef, String> secrets;
  private final RemoteCalls calls;
  private final Pace pace;
  private final ModelHttp http;
  private final Breakers breakers;
  private final Recent<String, Complaint> complaints = new Recent<>(Breakers.KEPT);

  RemoteQuestions(Function<SecretRef, String> secrets, RemoteCalls calls, Pace pace) {
    this.secrets = secrets;
    this.calls = calls;
    this.pace = pace;
    this.http = new ModelHttp(pace);
    this.breakers = new Breakers(pace);
  }

  /// Settings that make no request. The message is in our words.
  private static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String reason) {
      super(reason);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

  /// What a question knows before its first request.
  private record Prepared(
      Question question, RemoteModel remote, Contract contract, HttpRequest request) {}

  /// When wrong settings of an endpoint were logged.
  ///
  /// @param sinceThen how often they were met again
  private record Complaint(long atNanos, long sinceThen) {}

  /// How far a question got.
  private record Finished(Asked asked, int requests) {}

  /// Asks until there is an answer or no point in asking on.
  ///
  /// @throws ModelUnavailable when the thread is interrupted; it stays so
  Asked ask(Question question, RemoteModel remote) throws ModelUnavailable {
    long start = pace.nanos();
    Finished finished;
    try {
      finished = ask(prepared(question, remote), start);
    } catch (Unusable e) {
      finished = unanswered(Outcome.MISCONFIGURED, e.reason(), 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ModelUnavailable.temporarily("given up while the remote model was asked", e);
    }
    report(question, remote, finished, Duration.ofNanos(pace.nanos() - start));
    return finished.asked();
  }

  private Finished ask(Prepared prepared, long startNanos) throws InterruptedException {
    RemoteModel remote = prepared.remote();
    CircuitBreaker breaker = breakers.of(prepared.question().tenant(), Address.name(remote));
    if (!breaker.tryAcquirePermission()) {
      return unanswered(Outcome.BREAKER_OPEN, "breaker open", 0);
    }
    for (int requests = 1; ; requests++) {
      Verdict verdict = once(prepared, breaker, left(startNanos));
      switch (verdict) {
        case Verdict.Done done -> {
          return new Finished(
              new Asked.Answered(done.reading(), model(done.reading(), remote)), requests);
        }
        case Verdict.Final last -> {
          return unanswered(last.outcome(), last.reason(), requests);
        }
        case Verdict.Again again -> {
          if (requests == RetryRule.REQUESTS_MAX || !retry(again, remote, breaker, startNanos)) {
            return unanswered(Outcome.FAILED, again.reason(), requests);
          }
        }
      }
    }
  }

  /// Waits for the next request's time.
  ///
  /// @return false when there is none left or the breaker has opened; else its permit is held
  private boolean retry(
      Verdict.Again again, RemoteModel remote, CircuitBreaker breaker, long startNanos)
      throws InterruptedException {
    Optional<Duration> pause =
        RetryRule.pause(again.retryAfter(), left(startNanos), remote.timeout(), pace.jitter());
    if (pause.isEmpty()) {
      return false;
    }
    pace.pause(pause.get());
    return left(startNanos).isPositive() && breaker.tryAcquirePermission();
  }

  /// Makes one request for which the breaker's permit is held, and tells the breaker.
  private Verdict once(Prepared prepared, CircuitBreaker breaker, Duration left)
      throws InterruptedException {
    Duration timeout = prepared.remote().timeout();
    Duration limit = left.compareTo(timeout) < 0 ? left : timeout;
    long start = pace.nanos();
    boolean judged = false;
    try {
      HttpRequest request =
          HttpRequest.newBuilder(prepared.request(), (name, value) -> true)
              .setHeader("X-Request-Timeout-Ms", Long.toString(limit.toMillis()))
              .build();
      Verdict verdict =
          Verdict.of(http.send(request, limit), prepared.contract(), prepared.question());
      long took = pace.nanos() - start;
      judged = true;
      if (verdict.isHealthy()) {
        breaker.onSuccess(took, TimeUnit.NANOSECONDS);
      } else {
        breaker.onError(took, TimeUnit.NANOSECONDS, new IOException("no answer"));
      }
      return verdict;
    } finally {
      if (!judged) {
        breaker.releasePermission();
      }
    }
  }

  private Duration left(long startNanos) {
    return RetryRule.BUDGET.minusNanos(pace.nanos() - startNanos);
  }

  private Prepared prepared(Question question, RemoteModel remote) throws Unusable {
    try {
      Contract contract = Contract.of(remote);
      byte[] body = contract.requestBytes(question);
      return new Prepared(question, remote, contract, request(question, remote, body));
    } catch (IllegalArgumentException e) {
      throw new Unusable(String.valueOf(e.getMessage()));
    }
  }

  private HttpRequest request(Question question, RemoteModel remote, byte[] body) throws Unusable {
    HttpRequest.Builder request;
    try {
      request = HttpRequest.newBuilder(Address.of(remote));
    } catch (IllegalArgumentException e) {
      throw new Unusable("url is no address");
    }
    request
        .header("Content-Type", "application/json")
        .header("Accept", "application/json")
        .header("Idempotency-Key", question.id())
        .header("X-Sluice-Tenant", question.tenant().value())
        .POST(BodyPublishers.ofByteArray(body));
    SecretRef token = remote.token();
    if (token != null) {
      authorize(request, token);
    }
    return request.build();
  }

  /// Neither failure is passed on: the JDK's repeats the header's value, which is the secret.
  @SuppressWarnings("CatchingUnchecked") // whatever the lookup of secrets throws
  private void authorize(HttpRequest.Builder request, SecretRef token) throws Unusable {
    String secret;
    try {
      secret = secrets.apply(token);
    } catch (RuntimeException e) {
      throw new Unusable("no secret " + token.value());
    }
    try {
      request.header("Authorization", "Bearer " + secret);
    } catch (IllegalArgumentException e) {
      throw new Unusable("secret %s is no header".formatted(token.value()));
    }
  }

  private static Finished unanswered(Outcome outcome, String reason, int requests) {
    return new Finished(new Asked.Unanswered(outcome, reason), requests);
  }

  /// What the answer says, cut to a sensible length, else the tenant's own name for it, else where
  /// it is.
  private static String model(Reading.Labelled reading, RemoteModel remote) {
    String name = reading.model() == null ? remote.model() : reading.model();
    String plain = name == null ? "" : name.replaceAll("\\p{Cntrl}", " ").strip();
    if (plain.isEmpty()) {
      return Address.name(remote);
    }
    return plain.codePointCount(0, plain.length()) <= MODEL_NAME_MAX
        ? plain
        : plain.substring(0, plain.offsetByCodePoints(0, MODEL_NAME_MAX));
  }

  private void report(Question question, RemoteModel remote, Finished finished, Duration took) {
    Outcome outcome =
        switch (finished.asked()) {
          case Asked.Answered _ -> Outcome.ANSWERED;
          case Asked.Unanswered unanswered -> {
            if (unanswered.outcome() == Outcome.MISCONFIGURED) {
              complain(question, remote, unanswered.reason());
            }
            yield unanswered.outcome();
          }
        };
    calls.asked(question.tenant(), question.task(), outcome, finished.requests(), took);
  }

  private void complain(Question question, RemoteModel remote, String reason) {
    String endpoint = Address.name(remote);
    long now = pace.nanos();
    Complaint complaint =
        complaints.update(
            question.tenant() + " " + endpoint,
            last ->
                last == null || now - last.atNanos() >= COMPLAIN_EVERY.toNanos()
                    ? new Complaint(now, 0)
                    : new Complaint(last.atNanos(), last.sinceThen() + 1));
    if (complaint.sinceThen() == 0) {
      log.atError()
          .addKeyValue("tenant", question.tenant())
          .addKeyValue("reason", reason)
          .log("the model at {} is misconfigured; the embedded one answers", endpoint);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
