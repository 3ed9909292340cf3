package dev.sluice.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.schemas.Json;
import dev.sluice.schemas.Tenant;
import dev.sluice.tenants.Secrets;
import dev.sluice.tenants.Tenants;
import dev.sluice.testsupport.TestBroker;
import dev.sluice.testsupport.TestTenant;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/// An inbox as the launcher runs it: the service, and its controllers behind a server on a free
/// port, with a client to ask it.
final class RunningInbox implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final InboxService service;
  private final ApplicationContext context;
  private final EmbeddedServer server;
  private final SimpleMeterRegistry meters;
  private final HttpClient client = HttpClient.newHttpClient();

  private RunningInbox(
      InboxService service,
      ApplicationContext context,
      EmbeddedServer server,
      SimpleMeterRegistry meters) {
    this.service = service;
    this.context = context;
    this.server = server;
    this.meters = meters;
  }

  static RunningInbox start(InboxSettings settings, TestTenant... tenants) {
    Tenant[] known = Arrays.stream(tenants).map(TestTenant::tenant).toArray(Tenant[]::new);
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    InboxService service =
        InboxService.open(
            settings, TestBroker.connection(), Tenants.of(known), Secrets.ofThisProcess(), meters);
    ApplicationContext context =
        ApplicationContext.builder()
            .singletons(service)
            .properties(Map.of("micronaut.server.port", -1, "micronaut.server.host", "127.0.0.1"))
            .start();
    EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
    return new RunningInbox(service, context, server, meters);
  }

  InboxService service() {
    return service;
  }

  SimpleMeterRegistry meters() {
    return meters;
  }

  HttpClient client() {
    return client;
  }

  int port() {
    return server.getPort();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getPort() + path);
  }

  void awaitReady() {
    Awaitility.await().atMost(PATIENCE).until(service::ready);
  }

  HttpRequest.Builder request(String path, TestTenant tenant) {
    return HttpRequest.newBuilder(uri(path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + tenant.apiToken());
  }

  HttpResponse<String> get(String path, TestTenant tenant)
      throws IOException, InterruptedException {
    return client.send(request(path, tenant).build(), BodyHandlers.ofString());
  }

  JsonNode json(String path, TestTenant tenant) throws IOException, InterruptedException {
    return Json.mapper().readTree(get(path, tenant).body());
  }

  /// All messages of a tenant, by the pages the API gives.
  List<JsonNode> messages(TestTenant tenant) throws IOException, InterruptedException {
    List<JsonNode> all = new ArrayList<>();
    String after = "0";
    while (true) {
      JsonNode page = json("/api/inbox?limit=500&after=" + after, tenant);
      page.path("items").forEach(all::add);
      if (page.path("next").isMissingNode()) {
        return all;
      }
      after = page.path("next").asText();
    }
  }

  List<String> messageIds(TestTenant tenant) throws IOException, InterruptedException {
    return messages(tenant).stream().map(item -> item.path("messageId").asText()).toList();
  }

  @Override
  public void close() {
    server.stop();
    service.close();
    context.close();
    client.close();
  }
}
