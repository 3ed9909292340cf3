package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Json;
import java.util.Optional;

/// 360dialog: `POST /messages` with the header `D360-API-KEY`, which alone tells the number. Bodies
/// are the Cloud API's, and so are errors with a code; its own have words under `meta`.
final class Dialog360 implements ProviderContract {

  private static final int UNAUTHORIZED = 401;

  @Override
  public boolean serves(String path) {
    return path.equals("/messages");
  }

  @Override
  public Optional<String> account(String path) {
    return Optional.empty();
  }

  @Override
  public Optional<String> secret(String account, Headers headers) {
    return Optional.ofNullable(headers.getFirst("D360-API-KEY"));
  }

  @Override
  public Reading read(byte[] body) {
    return CloudApi.readSend(body);
  }

  @Override
  public String messageId(long seed, String account, String correlation, int attempt) {
    return MessageIds.of(Channel.WHATSAPP, seed, account + "/" + correlation, attempt);
  }

  @Override
  public Answer accepted(String account, Send send, String providerMessageId) {
    return CloudApi.taken(send, providerMessageId);
  }

  @Override
  public Answer throttled(Throttle throttle) {
    return error(throttle.httpStatus(), "You have exceeded the endpoint rate limit.");
  }

  @Override
  public Answer refused(Failure failure) {
    return failure.code() == 0
        ? error(failure.httpStatus(), failure.message())
        : CloudApi.error(failure.httpStatus(), failure.code(), failure.message());
  }

  @Override
  public Answer unauthorized() {
    return error(UNAUTHORIZED, "Invalid API key");
  }

  @Override
  public Answer unknownAccount() {
    return unauthorized();
  }

  @Override
  public boolean tellsStatuses() {
    return true;
  }

  private static Answer error(int status, String words) {
    if (words.isEmpty()) {
      return new Answer(status, "");
    }
    ObjectNode root = Json.mapper().createObjectNode();
    root.putObject("meta")
        .put("success", false)
        .put("http_code", status)
        .put("developer_message", words)
        .put("360dialog_trace_id", "simulated");
    return new Answer(status, root.toString());
  }
}
