package dev.sluice.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Json;
import dev.sluice.schemas.TenantId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// One tenant's inbox, read page by page as its agents' browsers read it. Used by one thread.
final class InboxClient implements AutoCloseable {

  /// The longest page the inbox gives.
  private static final int PAGE = 500;

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

  private final TenantId tenant;
  private final URI address;
  private final String token;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<StoredMessage> messages = new ArrayList<>();
  private long latestSeq;

  InboxClient(TenantId tenant, URI address, String token) {
    this.tenant = tenant;
    this.address = address;
    this.token = token;
  }

  /// Every message stored so far, by `seq`. Asks for what is new since the last call.
  List<StoredMessage> messages() throws IOException, InterruptedException {
    latestSeq = pages("/api/inbox?", latestSeq, item -> messages.add(stored(item)));
    return List.copyOf(messages);
  }

  /// The ids of a campaign's messages of which the provider has reported at least that they were
  /// sent.
  Set<String> reported(String campaign) throws IOException, InterruptedException {
    Set<String> ids = new HashSet<>();
    pages(
        "/api/deliveries?campaign=" + campaign + "&",
        0,
        item -> {
          if (item.hasNonNull("status")) {
            ids.add(item.required("messageId").textValue());
          }
        });
    return ids;
  }

  @Override
  public void close() {
    http.close();
  }

  /// @return the `seq` of the last item
  private long pages(String path, long after, Consumer<JsonNode> each)
      throws IOException, InterruptedException {
    long seq = after;
    while (true) {
      JsonNode page = get(path + "limit=" + PAGE + "&after=" + seq);
      for (JsonNode item : page.required("items")) {
        each.accept(item);
        seq = item.required("seq").longValue();
      }
      if (!page.hasNonNull("next")) {
        return seq;
      }
    }
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(path))
            .timeout(REQUEST_TIMEOUT)
            .header("Authorization", "Bearer " + token)
            .build();
    HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException("the inbox of " + tenant + " answered " + answer.statusCode());
    }
    return Json.mapper().readTree(answer.body());
  }

  private StoredMessage stored(JsonNode item) {
    MessageKey key =
        new MessageKey(
            tenant,
            Channel.fromWireName(item.required("channel").textValue()),
            item.required("messageId").textValue());
    Duration endToEnd =
        Duration.between(
            Instant.parse(item.required("receivedAt").textValue()),
            Instant.parse(item.required("storedAt").textValue()));
    return new StoredMessage(key, item.required("seq").longValue(), endToEnd);
  }
}
