package dev.sluice.inbox;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// A browser's `EventSource` as far as a test needs it: the ids of the events it was sent.
final class SseClient implements AutoCloseable {

  private final Stream<String> lines;
  private final List<Long> ids = new CopyOnWriteArrayList<>();
  private final List<String> others = new CopyOnWriteArrayList<>();
  private volatile boolean ended;

  private SseClient(Stream<String> lines) {
    this.lines = lines;
  }

  /// Opens a stream and returns when its headers are there.
  static SseClient open(RunningInbox inbox, HttpRequest request)
      throws IOException, InterruptedException {
    HttpResponse<Stream<String>> response = inbox.client().send(request, BodyHandlers.ofLines());
    if (response.statusCode() != 200) {
      throw new AssertionError("status " + response.statusCode());
    }
    SseClient client = new SseClient(response.body());
    Thread.ofVirtual().start(client::read);
    return client;
  }

  List<Long> ids() {
    return List.copyOf(ids);
  }

  /// Every line that is no id.
  List<String> others() {
    return List.copyOf(others);
  }

  boolean ended() {
    return ended;
  }

  private void read() {
    try {
      lines.forEach(
          line -> {
            if (line.startsWith("id: ")) {
              ids.add(Long.parseLong(line.substring(4)));
            } else {
              others.add(line);
            }
          });
    } catch (RuntimeException e) {
      others.add("failed: " + e);
    } finally {
      ended = true;
    }
  }

  @Override
  public void close() {
    lines.close();
  }
}
