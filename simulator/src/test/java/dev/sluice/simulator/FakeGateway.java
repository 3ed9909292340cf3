package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.schemas.Json;
import dev.sluice.simulator.wire.Signatures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;

/// A gateway that keeps what is posted and answers as the test says.
final class FakeGateway implements AutoCloseable {

  /// Answers nothing and closes the connection.
  static final int HANG_UP = -1;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Post> posts = new CopyOnWriteArrayList<>();
  private final ToIntFunction<Post> status;

  /// @param body what was posted, as text: it is ASCII
  record Post(String path, String body, boolean signed) {

    JsonNode tree() {
      try {
        return Json.mapper().readTree(body);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    /// The id of the one message it holds.
    String messageId() {
      JsonNode whatsApp = tree().at("/entry/0/changes/0/value/messages/0/id");
      return whatsApp.isMissingNode()
          ? tree().at("/entry/0/messaging/0/message/mid").asText()
          : whatsApp.asText();
    }
  }

  private FakeGateway(String secret, ToIntFunction<Post> status) {
    this.status = status;
    ServerTuning.apply();
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    server.setExecutor(threads);
    server.createContext("/", exchange -> handle(exchange, secret));
    server.start();
  }

  /// Answers every post with what `status` says of it.
  static FakeGateway answering(String secret, ToIntFunction<Post> status) {
    return new FakeGateway(secret, status);
  }

  static FakeGateway acknowledging(String secret) {
    return new FakeGateway(secret, post -> 200);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  List<Post> posts() {
    return posts;
  }

  private void handle(HttpExchange exchange, String secret) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (exchange.getRequestMethod().equals("GET")) {
        shake(exchange);
        return;
      }
      String signature = exchange.getRequestHeaders().getFirst(Signatures.HEADER);
      Post post =
          new Post(
              exchange.getRequestURI().getPath(),
              new String(body, StandardCharsets.UTF_8),
              Signatures.sha256(body, secret).equals(signature));
      posts.add(post);
      int answer = status.applyAsInt(post);
      if (answer != HANG_UP) {
        exchange.sendResponseHeaders(answer, -1);
      }
    }
  }

  /// The token `hello` opens.
  private static void shake(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    byte[] challenge =
        query.replaceFirst(".*hub\\.challenge=(\\d+).*", "$1").getBytes(StandardCharsets.UTF_8);
    boolean known =
        query.contains("hub.mode=subscribe") && query.endsWith("hub.verify_token=hello");
    exchange.sendResponseHeaders(known ? 200 : 403, challenge.length);
    exchange.getResponseBody().write(challenge);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }
}
