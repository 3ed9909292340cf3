package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.schemas.Json;
import dev.sluice.schemas.RemoteModel.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One address of a [ModelServer]: which contract it speaks and, where the request does not say so,
/// which question it answers. Pure.
///
/// @param task `sentiment` or `category`; empty where the request names the labels
record ModelWire(Format format, String task) {

  /// How an answer is spoilt.
  enum Twist {
    NONE,
    UNKNOWN_LABEL,
    WRONG_IDS,
    MISSING_ITEM
  }

  private static final String SENTIMENT = "sentiment";
  private static final String STRANGE = "no-label-of-anybody";
  private static final String MODEL = "stand-in";
  private static final String VERSION = "1";
  private static final Pattern BY_TASK =
      Pattern.compile("/(hf|template)/(sentiment|category)|/v2/models/(sentiment|category)/infer");

  /// What is spoken at a path; empty when nothing is.
  static Optional<ModelWire> at(String path) {
    if (path.equals("/enrich")) {
      return Optional.of(new ModelWire(Format.NATIVE, ""));
    }
    if (path.equals("/v1/chat/completions")) {
      return Optional.of(new ModelWire(Format.OPENAI, ""));
    }
    Matcher named = BY_TASK.matcher(path);
    if (!named.matches()) {
      return Optional.empty();
    }
    if (named.group(1) == null) {
      return Optional.of(new ModelWire(Format.OIP, named.group(3)));
    }
    Format format = named.group(1).equals("hf") ? Format.HF : Format.TEMPLATE;
    return Optional.of(new ModelWire(format, named.group(2)));
  }

  /// Where a contract is spoken.
  static String path(Format format, String task) {
    return switch (format) {
      case NATIVE -> "/enrich";
      case HF -> "/hf/" + task;
      case OIP -> "/v2/models/" + task + "/infer";
      case OPENAI -> "/v1/chat/completions";
      case TEMPLATE -> "/template/" + task;
    };
  }

  /// The answer to a request.
  ///
  /// @throws IllegalArgumentException when the request breaks the contract
  JsonNode answer(JsonNode request, Twist twist) {
    return switch (format) {
      case NATIVE -> ofNative(request, twist);
      case HF -> ofHf(request, twist);
      case OIP -> ofOip(request, twist);
      case OPENAI -> ofOpenai(request, twist);
      case TEMPLATE -> ofTemplate(request, twist);
    };
  }

  private static JsonNode ofNative(JsonNode request, Twist twist) {
    List<String> labels = texts(request.required("labels"));
    ObjectNode answer = object();
    answer.putObject("model").put("name", MODEL).put("version", VERSION);
    ArrayNode results = answer.putArray("results");
    for (JsonNode input : request.required("inputs")) {
      if (twist != Twist.MISSING_ITEM) {
        Map<String, Double> scores = ModelWords.judge(labels, input.required("text").asText());
        String id = input.required("id").asText();
        String best = ModelWords.best(scores);
        ObjectNode result =
            results
                .addObject()
                .put("id", twist == Twist.WRONG_IDS ? "not-" + id : id)
                .put("label", twist == Twist.UNKNOWN_LABEL ? STRANGE : best)
                .put("score", scores.get(best));
        ObjectNode each = result.putObject("scores");
        scores.forEach(each::put);
      }
    }
    return answer;
  }

  /// Sentiments are called `LABEL_0` to `LABEL_2`, as models without names for them do.
  private JsonNode ofHf(JsonNode request, Twist twist) {
    ArrayNode answer = Json.mapper().createArrayNode();
    for (String text : texts(request.required("inputs"))) {
      ArrayNode ranked = answer.addArray();
      List<String> labels = labels();
      Map<String, Double> scores = ModelWords.judge(labels, text);
      if (twist != Twist.MISSING_ITEM) {
        scores.entrySet().stream()
            .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
            .forEach(
                entry ->
                    ranked
                        .addObject()
                        .put("label", hfLabel(labels, entry.getKey(), twist))
                        .put("score", entry.getValue()));
      }
    }
    return answer;
  }

  private String hfLabel(List<String> labels, String label, Twist twist) {
    if (twist == Twist.UNKNOWN_LABEL) {
      return STRANGE + labels.indexOf(label);
    }
    return task.equals(SENTIMENT) ? "LABEL_" + labels.indexOf(label) : label;
  }

  private JsonNode ofOip(JsonNode request, Twist twist) {
    ObjectNode answer =
        object()
            .put("model_name", MODEL)
            .put("model_version", VERSION)
            .put("id", request.required("id").asText());
    ArrayNode outputs = answer.putArray("outputs");
    List<String> texts = texts(request.required("inputs").required(0).required("data"));
    if (twist != Twist.MISSING_ITEM) {
      ArrayNode labels = output(outputs, "label", "BYTES", texts.size());
      ArrayNode scores = output(outputs, "score", "FP32", texts.size());
      for (String text : texts) {
        Map<String, Double> judged = ModelWords.judge(labels(), text);
        String best = ModelWords.best(judged);
        labels.add(twist == Twist.UNKNOWN_LABEL ? STRANGE : best);
        scores.add(judged.get(best));
      }
    }
    return answer;
  }

  private static ArrayNode output(ArrayNode outputs, String name, String type, int items) {
    ObjectNode output = outputs.addObject().put("name", name).put("datatype", type);
    output.putArray("shape").add(items);
    return output.putArray("data");
  }

  private static JsonNode ofOpenai(JsonNode request, Twist twist) {
    JsonNode allowed =
        request
            .required("response_format")
            .required("json_schema")
            .required("schema")
            .required("properties")
            .required("label")
            .required("enum");
    JsonNode messages = request.required("messages");
    JsonNode last = messages.required(messages.size() - 1);
    String best =
        ModelWords.best(ModelWords.judge(texts(allowed), last.required("content").asText()));
    ObjectNode content = object().put("label", twist == Twist.UNKNOWN_LABEL ? STRANGE : best);
    ObjectNode answer =
        object().put("object", "chat.completion").put("model", MODEL + "-" + VERSION);
    ArrayNode choices = answer.putArray("choices");
    if (twist != Twist.MISSING_ITEM) {
      choices
          .addObject()
          .put("index", 0)
          .put("finish_reason", "stop")
          .putObject("message")
          .put("role", "assistant")
          .put("content", content.toString());
    }
    return answer;
  }

  private JsonNode ofTemplate(JsonNode request, Twist twist) {
    Map<String, Double> scores = ModelWords.judge(labels(), request.required("text").asText());
    String best = ModelWords.best(scores);
    ObjectNode answer = object();
    if (twist != Twist.MISSING_ITEM) {
      answer
          .put(task, twist == Twist.UNKNOWN_LABEL ? STRANGE : best)
          .put("confidence", scores.get(best));
    }
    return answer;
  }

  private List<String> labels() {
    return task.equals(SENTIMENT) ? ModelWords.SENTIMENTS : ModelWords.CATEGORIES;
  }

  private static ObjectNode object() {
    return Json.mapper().createObjectNode();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
