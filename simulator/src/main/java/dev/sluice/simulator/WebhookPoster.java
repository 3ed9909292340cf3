package dev.sluice.simulator;

import dev.sluice.simulator.wire.Signatures;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers signed webhooks until they are acknowledged. Thread-safe; blocks its caller.
final class WebhookPoster implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(WebhookPoster.class);

  /// The only answer Meta takes for an acknowledgement.
  static final int ACKNOWLEDGED = 200;

  /// Stands for a delivery no answer came to.
  static final int NO_ANSWER = 0;

  private final URI gateway;
  private final Duration timeout;
  private final Redelivery redelivery;
  private final HttpClient http;

  WebhookPoster(URI gateway, Duration timeout, Redelivery redelivery) {
    this.gateway = gateway;
    this.timeout = timeout;
    this.redelivery = redelivery;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  /// What came of a webhook. Times are of [System#nanoTime].
  ///
  /// @param status of the last delivery, [#NO_ANSWER] when there was no answer
  /// @param lastNanos when the last delivery began
  /// @param endNanos when it was answered or given up
  record Posted(int status, int deliveries, long firstNanos, long lastNanos, long endNanos) {
    boolean acknowledged() {
      return status == ACKNOWLEDGED;
    }
  }

  /// Delivers a body, again and again until it is acknowledged or the law says to give up.
  Posted post(MetaApp app, byte[] body) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.resolve(app.path()))
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .header(Signatures.HEADER, Signatures.sha256(body, app.secret()))
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    long first = System.nanoTime();
    for (int deliveries = 1; ; deliveries++) {
      long start = System.nanoTime();
      int status = deliver(request);
      long end = System.nanoTime();
      Posted posted = new Posted(status, deliveries, first, start, end);
      Duration pause = redelivery.pauseAfter(deliveries);
      if (posted.acknowledged()
          || end - first + pause.toNanos() > redelivery.giveUpAfter().toNanos()) {
        return posted;
      }
      Thread.sleep(pause);
    }
  }

  /// The answer to Meta's handshake.
  String get(String pathAndQuery) throws InterruptedException, IOException {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.resolve(pathAndQuery)).timeout(timeout).GET().build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    return answer.statusCode() == ACKNOWLEDGED ? answer.body() : "";
  }

  private int deliver(HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      log.atDebug().addKeyValue("reason", e).log("webhook not answered");
      return NO_ANSWER;
    }
  }

  /// Drops what is under way.
  @Override
  public void close() {
    http.shutdownNow();
  }
}
