package dev.sluice.gateway;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// The gateway's replies as HTTP. Only 200 tells Meta that a delivery has arrived.
final class HttpReplies {

  private final String retryAfterSeconds;

  HttpReplies(Duration retryAfter) {
    this.retryAfterSeconds = Long.toString(retryAfter.toSeconds());
  }

  HttpResponse<byte[]> response(Reply reply) {
    return switch (reply) {
      case Reply.Kept ignored -> HttpResponse.ok();
      case Reply.Challenge(String text) -> text(HttpStatus.OK, text);
      case Reply.NotSigned() -> text(HttpStatus.UNAUTHORIZED, "signature missing or wrong");
      case Reply.TooManyRefused() ->
          text(HttpStatus.TOO_MANY_REQUESTS, "too many refused requests")
              .header(HttpHeaders.RETRY_AFTER, Long.toString(RefusedSources.WINDOW.toSeconds()))
              .header(HttpHeaders.CONNECTION, "close");
      case Reply.HandshakeRefused() -> text(HttpStatus.FORBIDDEN, "handshake refused");
      case Reply.UnknownTenant() -> text(HttpStatus.NOT_FOUND, "no such tenant");
      case Reply.Compressed() ->
          text(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "compressed bodies are not taken")
              .header(HttpHeaders.ACCEPT_ENCODING, "identity");
      case Reply.TooLarge() -> text(HttpStatus.REQUEST_ENTITY_TOO_LARGE, "body too large");
      case Reply.Unavailable(Reply.Unavailable.Cause ignored) ->
          text(HttpStatus.SERVICE_UNAVAILABLE, "try again later")
              .header(HttpHeaders.RETRY_AFTER, retryAfterSeconds);
    };
  }

  /// The text's bytes and nothing else, never taken for a page by a browser.
  private static MutableHttpResponse<byte[]> text(HttpStatus status, String text) {
    return HttpResponse.<byte[]>status(status)
        .contentType(MediaType.TEXT_PLAIN_TYPE)
        .header("X-Content-Type-Options", "nosniff")
        .body(text.getBytes(StandardCharsets.UTF_8));
  }
}
