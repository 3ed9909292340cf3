package dev.sluice.dispatcher;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/// Posts to the providers of all tenants over one client. Thread-safe.
///
/// Connections are kept and used again per host; there are never more of them than requests in
/// flight, which the lanes bound. Redirects are not followed: a secret goes where the tenant said.
final class ProviderHttp implements AutoCloseable {

  private final HttpClient http;
  private final InstantSource clock;

  /// The client's own work, not the tenants': it would otherwise grow a platform thread for each
  /// few requests.
  private final ExecutorService clientThreads = Executors.newVirtualThreadPerTaskExecutor();

  ProviderHttp(Duration connectTimeout, InstantSource clock) {
    this.clock = clock;
    this.http =
        HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .connectTimeout(connectTimeout)
            .followRedirects(Redirect.NEVER)
            .executor(clientThreads)
            .build();
  }

  /// How one request ended.
  sealed interface Reply {

    record Answered(HttpAnswer answer) implements Reply {}

    /// It failed before any of it could reach a server, so nobody acted on it.
    record NeverSent(String cause) implements Reply {}

    /// It failed later: whether somebody acted on it is not known.
    record Unanswered(String cause) implements Reply {}
  }

  /// Posts a body and waits for the whole answer.
  ///
  /// Not with `sendAsync`: that completes on the common pool, where a single busy task of somebody
  /// else would hold up every answer.
  ///
  /// @param head address and headers
  /// @param limit from the name lookup to the last byte of the answer; the client's own timeout
  ///   ends with the answer's head
  /// @throws IllegalArgumentException when the head makes no request; nothing was sent
  Reply post(HttpRequest.Builder head, String text, Duration limit) throws InterruptedException {
    WitnessedBody body = new WitnessedBody(text.getBytes(StandardCharsets.UTF_8));
    HttpRequest request = head.timeout(limit).POST(body).build();
    long deadlineNanos = System.nanoTime() + limit.toNanos();
    try {
      HttpResponse<byte[]> response =
          http.send(request, ignored -> new AnswerBody(deadlineNanos - System.nanoTime()));
      String retryAfter = response.headers().firstValue("Retry-After").orElse(null);
      return new Reply.Answered(
          new HttpAnswer(
              response.statusCode(),
              new String(response.body(), StandardCharsets.UTF_8),
              RetryAfter.read(retryAfter, clock.instant())));
    } catch (IOException e) {
      return body.isTouched() && !isBeforeTheRequest(e)
          ? new Reply.Unanswered(kind(e))
          : new Reply.NeverSent(kind(e));
    }
  }

  /// Failures of connecting and of the TLS handshake: nothing of a request goes out before these
  /// are done, though the client has asked for the body by then.
  private static boolean isBeforeTheRequest(IOException failure) {
    return switch (failure) {
      case ConnectException _, HttpConnectTimeoutException _, SSLHandshakeException _ -> true;
      default -> false;
    };
  }

  /// An answer's body that is late comes wrapped.
  private static String kind(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TimeoutException) {
        return "TimeoutException";
      }
    }
    return failure.getClass().getSimpleName();
  }

  /// Breaks off whatever is still under way.
  @Override
  public void close() {
    http.shutdownNow();
    clientThreads.shutdownNow();
  }
}
