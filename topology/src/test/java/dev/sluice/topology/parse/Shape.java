package dev.sluice.topology.parse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.schemas.Json;
import dev.sluice.schemas.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// One odd webhook, written from the contract, and what becomes of it: a file of
/// `src/test/resources/webhooks`.
///
/// @param name folder and file without its ending, for example `whatsapp/edit-same-id`
/// @param description what is odd
/// @param becomes in words, as docs/webhooks.md says it
/// @param elements what is read, each with the fields that matter
public record Shape(
    String name, String description, String becomes, JsonNode elements, JsonNode webhook) {

  public static final TenantId TENANT = new TenantId("acme");
  public static final Instant RECEIVED = Instant.parse("2026-11-21T10:00:01.123456Z");

  private static final Path FOLDER = Path.of("src/test/resources/webhooks");

  /// All of them, by name.
  public static List<Shape> all() {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files.filter(it -> it.toString().endsWith(".json")).sorted().map(Shape::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Shape read(Path file) {
    try {
      JsonNode document = Json.mapper().readTree(Files.readAllBytes(file));
      String name = FOLDER.relativize(file).toString().replace(".json", "");
      return new Shape(
          name,
          document.path("shape").asText(),
          document.path("becomes").asText(),
          document.path("elements"),
          document.path("webhook"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The webhook as it is posted.
  public byte[] body() {
    try {
      return Json.mapper().writeValueAsBytes(webhook);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<Parsed> parsed(Instant receivedAt) {
    return WebhookParser.parse(TENANT, body(), receivedAt);
  }

  @Override
  public String toString() {
    return name;
  }
}
