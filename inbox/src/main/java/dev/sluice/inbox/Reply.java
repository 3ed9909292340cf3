package dev.sluice.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sluice.schemas.Json;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;

/// An answer in JSON, written by [Json] whatever the server's own settings are, and kept by no
/// cache: it is personal data.
final class Reply {

  private Reply() {}

  static MutableHttpResponse<byte[]> ok(Object body) {
    return of(HttpStatus.OK, body);
  }

  static MutableHttpResponse<byte[]> problem(ApiProblem problem) {
    MutableHttpResponse<byte[]> reply = of(problem.status(), problem.body());
    return switch (problem.status()) {
      case UNAUTHORIZED -> reply.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
      case SERVICE_UNAVAILABLE -> reply.header(HttpHeaders.RETRY_AFTER, "1");
      default -> reply;
    };
  }

  private static MutableHttpResponse<byte[]> of(HttpStatus status, Object body) {
    return HttpResponse.<byte[]>status(status)
        .body(json(body))
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header("X-Content-Type-Options", "nosniff");
  }

  static byte[] json(Object body) {
    try {
      return Json.mapper().writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + body.getClass().getSimpleName(), e);
    }
  }
}
