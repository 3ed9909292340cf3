package dev.sluice.enrichers.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.schemas.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `sluice.enrich/1`: says what is asked, of whom and between which labels. Results are matched by
/// id, never by their place.
record NativeContract() implements Contract {

  /// The one error a model is expected to have: it does not know the language.
  private static final String UNSUPPORTED_LANGUAGE = "unsupported_language";

  @Override
  public JsonNode request(Question question) {
    ObjectNode request =
        Json.mapper()
            .createObjectNode()
            .put("task", question.task().wireName())
            .put("tenant", question.tenant().value());
    ArrayNode labels = request.putArray("labels");
    question.labels().allowed().forEach(labels::add);
    request.putArray("inputs").addObject().put("id", question.id()).put("text", question.text());
    return request;
  }

  @Override
  public Reading answer(Question question, JsonNode answer) {
    JsonNode results = answer.path("results");
    if (!results.isArray()) {
      return new Reading.Garbage("no results");
    }
    for (JsonNode result : results) {
      if (question.id().equals(result.path("id").textValue())) {
        return read(question, result, model(answer.path("model")));
      }
    }
    return new Reading.Missing();
  }

  private static Reading read(Question question, JsonNode result, @Nullable String model) {
    if (result.hasNonNull("error")) {
      boolean language = UNSUPPORTED_LANGUAGE.equals(result.path("error").path("code").textValue());
      return new Reading.Refused(language ? "unsupported language" : "refused");
    }
    String label = result.path("label").textValue();
    if (label == null) {
      return new Reading.Garbage("no label");
    }
    Map<String, Double> scores = new LinkedHashMap<>();
    result
        .path("scores")
        .properties()
        .forEach(
            entry ->
                Contract.number(entry.getValue())
                    .ifPresent(score -> scores.put(entry.getKey(), score)));
    return question.labels().read(label, Contract.number(result.path("score")), scores, model);
  }

  private static @Nullable String model(JsonNode model) {
    String name =
        Stream.of("name", "version")
            .map(field -> model.path(field).asText())
            .filter(text -> !text.isBlank())
            .collect(Collectors.joining(" "));
    return name.isEmpty() ? null : name;
  }
}
