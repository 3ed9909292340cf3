package dev.sluice.dispatcher;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.dispatcher.ProviderAnswer.Refused;
import dev.sluice.dispatcher.ProviderAnswer.TenantStopped;
import dev.sluice.dispatcher.ProviderAnswer.Throttled;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.OutboundMessage.Body;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// 360dialog: the bodies of the Cloud API at an address of its own, the number known by its key.
///
/// Meta's answers are passed through. 360dialog's own errors have no code, and several of them the
/// status 400, so these go by their
/// [words](https://docs.360dialog.com/docs/support/api-error-message-list).
record Dialog360Contract(URI url) implements Contract {

  /// In the words of newer and of older servers.
  private static final List<String> TOO_FAST =
      List.of(
          "exceeded the endpoint rate limit",
          "exceeded the limit of",
          "calls limits has been exceeded");

  /// Where the words are: the second is an older spelling of the first.
  private static final List<String> WORDS =
      List.of("/meta/developer_message", "/meta/developerMessage", "/error/message");

  private static final String DISABLED = "api has been disabled";
  private static final String UNPAID = "lack of payment";

  /// Of its proxies, when they are too busy to pass anything on.
  private static final int BUSY = 503;

  @Override
  public HttpRequest.Builder head(String secret) {
    return HttpRequest.newBuilder(Contract.below(url, "/messages"))
        .header("Content-Type", "application/json")
        .header("D360-API-KEY", secret);
  }

  @Override
  public String body(OutboundMessage message) {
    return CloudApiFormat.request(message);
  }

  /// Everything a message can hold.
  @Override
  public Optional<Refused> contentRefusal(Body body) {
    return Optional.empty();
  }

  @Override
  public ProviderAnswer read(HttpAnswer answer) {
    if (answer.isSuccess()) {
      return CloudApiFormat.read(answer);
    }
    String code = HttpStatuses.code(answer);
    String words = words(answer);
    String lower = words.toLowerCase(Locale.ROOT);
    if (TOO_FAST.stream().anyMatch(lower::contains)) {
      return new Throttled(code, words, answer.asked());
    }
    if (CloudApiFormat.hasCode(answer)) {
      return CloudApiFormat.read(answer);
    }
    if (lower.contains(DISABLED) || lower.contains(UNPAID)) {
      return new TenantStopped(code, words);
    }
    return answer.status() == BUSY
        ? new Throttled(code, words, answer.asked())
        : HttpStatuses.meaning(answer, code, words);
  }

  private static String words(HttpAnswer answer) {
    JsonNode json = answer.json();
    return WORDS.stream()
        .map(it -> json.at(it).asText(""))
        .filter(it -> !it.isEmpty())
        .findFirst()
        .map(HttpAnswer::reason)
        .orElse("HTTP status " + answer.status());
  }
}
