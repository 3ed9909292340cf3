package dev.sluice.benchmarks.dispatch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.schemas.Json;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.OutboundMessage.Body;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// One request to the simulated provider, for designs that are not ours: the same client and the
/// same request as our own. Blocks until it is answered; thread-safe.
final class ProviderPost implements AutoCloseable {

  private final Ground ground;
  private final Function<OutboundMessage, String> correlation;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();

  /// @param correlation what a message is called at the provider: latencies follow from it
  ProviderPost(Ground ground, Function<OutboundMessage, String> correlation) {
    this.ground = ground;
    this.correlation = correlation;
  }

  void send(Client client, OutboundMessage message) {
    HttpRequest request =
        HttpRequest.newBuilder(address(ground, client))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + ground.token())
            .POST(HttpRequest.BodyPublishers.ofString(body(message)))
            .build();
    try {
      int status = http.send(request, BodyHandlers.ofString()).statusCode();
      if (status != 200) {
        throw new IllegalStateException("the provider answered " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  static URI address(Ground ground, Client client) {
    return URI.create("%s/%s/messages".formatted(ground.url(), client.account()));
  }

  private String body(OutboundMessage message) {
    String text = message.body() instanceof Body.Text words ? words.text() : "";
    ObjectNode root =
        Json.mapper()
            .createObjectNode()
            .put("messaging_product", "whatsapp")
            .put("recipient_type", "individual")
            .put("to", message.recipient().value())
            .put("biz_opaque_callback_data", correlation.apply(message))
            .put("type", "text");
    root.putObject("text").put("preview_url", false).put("body", text);
    return root.toString();
  }

  @Override
  public void close() {
    http.shutdownNow();
    threads.shutdownNow();
  }
}
