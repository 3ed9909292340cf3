package dev.sluice.enrichers.remote;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;

/// Sends requests to the models of all tenants, over one client whose connections are kept.
/// HTTP/1.1 only: uvicorn and its like do not answer the upgrade the JDK's client would offer over
/// plain HTTP. Redirects are not followed, for a token goes where the tenant said and nowhere else.
/// Thread-safe.
final class ModelHttp implements AutoCloseable {

  /// Two round trips around the earth; a server that takes longer to pick up is down.
  static final Duration CONNECT_TIMEOUT = Duration.ofMillis(500);

  private final Pace pace;

  /// The client's own work, not the tenants': it would otherwise grow a platform thread for each
  /// few requests.
  private final ExecutorService clientThreads = Executors.newVirtualThreadPerTaskExecutor();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .followRedirects(Redirect.NEVER)
          .executor(clientThreads)
          .build();

  ModelHttp(Pace pace) {
    this.pace = pace;
  }

  /// Sends one request and waits for its whole answer.
  ///
  /// Not with `sendAsync`: that completes on the common pool, where a single busy task would hold
  /// up every answer.
  ///
  /// @param limit from the name lookup to the last byte of the body; the client's own timeout ends
  ///   with the head
  Reply send(HttpRequest request, Duration limit) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + limit.toNanos();
    HttpRequest limited =
        HttpRequest.newBuilder(request, (name, value) -> true).timeout(limit).build();
    try {
      HttpResponse<byte[]> answer =
          http.send(limited, head -> new BoundedBody(deadlineNanos - System.nanoTime()));
      String retryAfter = answer.headers().firstValue("Retry-After").orElse(null);
      return new Reply.Answered(
          answer.statusCode(),
          new String(answer.body(), StandardCharsets.UTF_8),
          RetryRule.retryAfter(retryAfter, pace.now()));
    } catch (IOException e) {
      return failed(e);
    }
  }

  private static Reply failed(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case BoundedBody.TooLarge _ -> {
          return new Reply.TooLarge();
        }
        case HttpConnectTimeoutException _ -> {
          return new Reply.NoConnection();
        }
        case ConnectException _ -> {
          return new Reply.NoConnection();
        }
        case HttpTimeoutException _ -> {
          return new Reply.TimedOut();
        }
        case TimeoutException _ -> {
          return new Reply.TimedOut();
        }
        default -> {
          // look further
        }
      }
    }
    return new Reply.Dropped();
  }

  /// Breaks off whatever is still under way.
  @Override
  public void close() {
    http.shutdownNow();
    clientThreads.shutdownNow();
  }
}
