package dev.sluice.simulator;

import com.sun.net.httpserver.HttpExchange;
import dev.sluice.simulator.ModelServer.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The last requests a [ModelServer] was sent. Thread-safe.
final class RecentRequests {

  /// Of 4 KB each some 4 MB: a server that runs for days stays small.
  static final int KEPT = 1_000;

  private final Deque<Request> requests = new ArrayDeque<>();

  synchronized void add(HttpExchange exchange, String path, String body) {
    if (requests.size() == KEPT) {
      requests.removeFirst();
    }
    requests.addLast(
        new Request(
            path,
            exchange.getRequestHeaders().entrySet().stream()
                .collect(
                    Collectors.toMap(
                        header -> header.getKey().toLowerCase(Locale.ROOT),
                        header -> header.getValue().getFirst())),
            body));
  }

  /// Oldest first.
  synchronized List<Request> all() {
    return new ArrayList<>(requests);
  }
}
