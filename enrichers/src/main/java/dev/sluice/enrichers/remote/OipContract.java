package dev.sluice.enrichers.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.schemas.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The Open Inference Protocol, version 2: one input `text`; outputs `label` and `score`, or
/// `probabilities` with one number for each of the model's labels.
///
/// The labels of `probabilities` are what the tenant's map says of the numbers `0`, `1`, …; without
/// such a map and with as many numbers as the question has labels, they are those in their order.
record OipContract() implements Contract {

  @Override
  public JsonNode request(Question question) {
    ObjectNode request = Json.mapper().createObjectNode().put("id", question.id());
    ObjectNode input =
        request.putArray("inputs").addObject().put("name", "text").put("datatype", "BYTES");
    input.putArray("shape").add(1);
    input.putArray("data").add(question.text());
    return request;
  }

  @Override
  public Reading answer(Question question, JsonNode answer) {
    JsonNode outputs = answer.path("outputs");
    if (!outputs.isArray()) {
      return new Reading.Garbage("no outputs");
    }
    JsonNode label = first(outputs, "label");
    JsonNode score = first(outputs, "score");
    JsonNode probabilities = data(outputs, "probabilities");
    Labels labels = question.labels();
    if (label.isTextual() || label.isIntegralNumber()) {
      return labels.read(
          label.asText(), Contract.number(score), scores(labels, probabilities), model(answer));
    }
    if (probabilities.isEmpty()) {
      return new Reading.Missing();
    }
    Map<String, Double> scores = scores(labels, probabilities);
    return scores.isEmpty()
        ? new Reading.Garbage("probabilities of nobody knows what")
        : labels.best(scores, model(answer));
  }

  /// By the model's labels; empty when it is not known whose probabilities these are.
  private static Map<String, Double> scores(Labels labels, JsonNode probabilities) {
    boolean mapped = labels.maps("0");
    List<String> ours = labels.allowed();
    Map<String, Double> scores = new LinkedHashMap<>();
    if (mapped || probabilities.size() == ours.size()) {
      for (int i = 0; i < probabilities.size(); i++) {
        String label = mapped ? Integer.toString(i) : ours.get(i);
        Contract.number(probabilities.path(i)).ifPresent(score -> scores.put(label, score));
      }
    }
    return scores;
  }

  private static JsonNode first(JsonNode outputs, String name) {
    return data(outputs, name).path(0);
  }

  /// What an output holds for the only message; a row of a matrix for one that is a matrix.
  private static JsonNode data(JsonNode outputs, String name) {
    for (JsonNode output : outputs) {
      if (name.equals(output.path("name").textValue())) {
        JsonNode data = output.path("data");
        return data.path(0).isArray() ? data.path(0) : data;
      }
    }
    return Json.mapper().missingNode();
  }

  private static @Nullable String model(JsonNode answer) {
    String name =
        Stream.of("model_name", "model_version")
            .map(field -> answer.path(field).asText())
            .filter(text -> !text.isBlank())
            .collect(Collectors.joining(" "));
    return name.isEmpty() ? null : name;
  }
}
