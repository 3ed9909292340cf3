package dev.sluice.inbox;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The console's pages: a handful of files from the class path, held in memory. No build step, and
/// no script or style from anywhere else, which the content security policy makes sure of.
@Controller
@Requires(beans = InboxService.class)
final class ConsoleController {

  private static final String POLICY =
      "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
          + " object-src 'none'";

  private static final String INDEX = "index.html";

  private static final Map<String, String> TYPES =
      Map.of(
          INDEX,
          "text/html;charset=utf-8",
          "app.css",
          "text/css;charset=utf-8",
          "app.js",
          "text/javascript;charset=utf-8",
          "list.js",
          "text/javascript;charset=utf-8",
          "icon.svg",
          "image/svg+xml");

  private final Map<String, byte[]> files = load();

  @Get("/")
  HttpResponse<byte[]> index() {
    return file(INDEX);
  }

  @Get("/console/{name}")
  HttpResponse<byte[]> asset(String name) {
    return file(name);
  }

  private HttpResponse<byte[]> file(String name) {
    byte @Nullable [] content = files.get(name);
    if (content == null) {
      throw ApiProblem.notFound();
    }
    return HttpResponse.ok(content)
        .contentType(MediaType.of(TYPES.getOrDefault(name, MediaType.APPLICATION_OCTET_STREAM)))
        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
        .header("Content-Security-Policy", POLICY)
        .header("Referrer-Policy", "no-referrer")
        .header("X-Content-Type-Options", "nosniff");
  }

  private static Map<String, byte[]> load() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : TYPES.keySet()) {
      try (@Nullable InputStream in = ConsoleController.class.getResourceAsStream("page/" + name)) {
        if (in == null) {
          throw new IllegalStateException("the console lacks its file " + name);
        }
        files.put(name, in.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }
}
