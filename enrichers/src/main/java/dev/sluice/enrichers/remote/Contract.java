package dev.sluice.enrichers.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.schemas.Json;
import dev.sluice.schemas.RemoteModel;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// The shape of requests to a model and of its answers. Pure and thread-safe.
///
/// Unknown fields of an answer are ignored. A message goes into a request as the value of a JSON
/// string and nowhere else.
sealed interface Contract
    permits HfContract, NativeContract, OipContract, OpenaiContract, TemplateContract {

  /// The body of the request.
  ///
  /// @throws IllegalArgumentException when the tenant's settings make none, in our words
  JsonNode request(Question question);

  /// What a body of status 200 says.
  Reading answer(Question question, JsonNode answer);

  /// The contract a tenant's settings name.
  static Contract of(RemoteModel remote) {
    return switch (remote.format()) {
      case NATIVE -> new NativeContract();
      case HF -> new HfContract();
      case OIP -> new OipContract();
      case OPENAI -> new OpenaiContract(stated("model", remote.model()));
      case TEMPLATE ->
          new TemplateContract(
              stated("request", remote.request()),
              stated("labelAt", remote.labelAt()),
              remote.scoreAt());
    };
  }

  /// The request's bytes.
  ///
  /// @throws IllegalArgumentException as [#request] does
  default byte[] requestBytes(Question question) {
    try {
      return Json.mapper().writeValueAsBytes(request(question));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON cannot be written", null);
    }
  }

  /// What the body of an answer says.
  default Reading answer(Question question, String body) {
    JsonNode answer;
    try {
      answer = Json.mapper().readTree(body);
    } catch (JsonProcessingException e) {
      return new Reading.Garbage("not JSON");
    }
    return answer.isMissingNode() ? new Reading.Garbage("empty answer") : answer(question, answer);
  }

  /// A number of an answer, if it is one.
  static OptionalDouble number(JsonNode node) {
    return node.isNumber() ? OptionalDouble.of(node.doubleValue()) : OptionalDouble.empty();
  }

  private static String stated(String key, @Nullable String value) {
    if (value == null) {
      throw new IllegalArgumentException("setting %s is missing".formatted(key));
    }
    return value;
  }
}
