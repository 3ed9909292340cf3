package dev.sluice.gateway;

import dev.sluice.simulator.wire.Signatures;
import dev.sluice.testsupport.TestTenant;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A gateway behind a real HTTP server on a free port, put together as the launcher does, and a
/// client that speaks to it.
final class GatewayServer implements AutoCloseable {

  /// Nothing here takes a second; this is the time after which a test is stuck.
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final WebhookGateway gateway;
  private final EmbeddedServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private GatewayServer(WebhookGateway gateway, EmbeddedServer server) {
    this.gateway = gateway;
    this.server = server;
  }

  static GatewayServer start(WebhookGateway gateway, GatewaySettings settings) {
    Map<String, Object> properties = new HashMap<>(settings.serverProperties());
    properties.put("micronaut.server.host", "127.0.0.1");
    properties.put("micronaut.server.port", -1);
    ApplicationContext context =
        ApplicationContext.builder()
            .properties(properties)
            .singletons(gateway)
            .banner(false)
            .start();
    return new GatewayServer(gateway, context.getBean(EmbeddedServer.class).start());
  }

  int port() {
    return server.getPort();
  }

  boolean ready() {
    return gateway.ready();
  }

  /// A request of a delivery as Meta makes it, not sent yet.
  static HttpRequest.Builder signed(TestTenant tenant, byte[] body) {
    return HttpRequest.newBuilder()
        .header("Content-Type", "application/json")
        .header(Signatures.HEADER, Signatures.sha256(body, tenant.appSecret()))
        .POST(BodyPublishers.ofByteArray(body));
  }

  HttpResponse<byte[]> post(TestTenant tenant, byte[] body) throws Exception {
    return send(tenant.id().value(), signed(tenant, body));
  }

  HttpResponse<byte[]> send(String path, HttpRequest.Builder request) throws Exception {
    return sendAsync(path, request).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  CompletableFuture<HttpResponse<byte[]>> sendAsync(String path, HttpRequest.Builder request) {
    return client.sendAsync(request.uri(uri(path)).build(), BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> shakeHands(String tenant, String mode, String token, String challenge)
      throws Exception {
    String query =
        "hub.mode=%s&hub.verify_token=%s&hub.challenge=%s"
            .formatted(encoded(mode), encoded(token), encoded(challenge));
    return send(tenant + "?" + query, HttpRequest.newBuilder());
  }

  private URI uri(String path) {
    String slash = path.isEmpty() || path.startsWith("?") ? "" : "/";
    return URI.create("http://127.0.0.1:%d/webhooks%s%s".formatted(port(), slash, path));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    client.shutdownNow();
    gateway.close();
    server.getApplicationContext().close();
  }
}
