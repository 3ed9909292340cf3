package dev.sluice.enrichers.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.schemas.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/// Hugging Face's text classification: a ranking of the model's own labels, as a list in a list or,
/// for one text, as the list alone.
record HfContract() implements Contract {

  @Override
  public JsonNode request(Question question) {
    ObjectNode request = Json.mapper().createObjectNode();
    request.putArray("inputs").add(question.text());
    request.putObject("parameters").put("top_k", question.labels().theirs());
    return request;
  }

  @Override
  public Reading answer(Question question, JsonNode answer) {
    if (!answer.isArray()) {
      return new Reading.Garbage("no list");
    }
    JsonNode ranking = answer.path(0).isArray() ? answer.path(0) : answer;
    if (ranking.isEmpty()) {
      return new Reading.Missing();
    }
    Map<String, Double> scores = new LinkedHashMap<>();
    for (JsonNode ranked : ranking) {
      String label = ranked.path("label").textValue();
      if (label == null) {
        return new Reading.Garbage("no label");
      }
      Contract.number(ranked.path("score")).ifPresent(score -> scores.put(label, score));
    }
    return scores.isEmpty()
        ? question
            .labels()
            .read(ranking.path(0).path("label").asText(), OptionalDouble.empty(), Map.of(), null)
        : question.labels().best(scores, null);
  }
}
