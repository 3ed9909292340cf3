package dev.sluice.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The model behind a [ModelServer]: counts words. Good enough to tell answers apart, and the same
/// in every run.
final class ModelWords {

  static final List<String> SENTIMENTS = List.of("negative", "neutral", "positive");

  /// What is told apart where a request does not say between which categories.
  static final List<String> CATEGORIES =
      List.of(
          "fraud",
          "blocked-card",
          "complaint",
          "billing",
          "delivery",
          "appointment",
          "info",
          "other");

  /// What the likeliest label gets; the others share the rest.
  private static final double SURE = 0.9;

  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}\\p{So}]+");

  /// Labels whose name says too little about what customers write; any other label is recognised by
  /// the words of its own name.
  private static final Map<String, Set<String>> WORDS =
      Map.of(
          "negative",
          Set.of(
              "not",
              "never",
              "nobody",
              "unacceptable",
              "broken",
              "late",
              "stolen",
              "fraud",
              "worst",
              "bad",
              "terrible",
              "angry",
              "waiting",
              "wrong",
              "hate",
              "😡"),
          "positive",
          Set.of("thank", "thanks", "great", "love", "best", "quick", "kind", "good", "👍", "🎉"),
          "fraud",
          Set.of("fraud", "stolen", "scam", "hacked", "pin"),
          "blocked-card",
          Set.of("blocked", "declined", "frozen"),
          "complaint",
          Set.of("unacceptable", "complaint", "complain", "manager"),
          "billing",
          Set.of("charged", "bill", "invoice", "fee", "refund"),
          "delivery",
          Set.of("order", "parcel", "courier", "delivered", "shipping"),
          "appointment",
          Set.of("appointment", "reschedule"),
          "info",
          Set.of("hours", "open", "parking"));

  private ModelWords() {}

  /// How likely each label is; sums up to 1, in the order of the labels.
  ///
  /// @throws IllegalArgumentException when there is no label
  static Map<String, Double> judge(List<String> labels, String text) {
    if (labels.isEmpty()) {
      throw new IllegalArgumentException("no labels");
    }
    Set<String> said =
        BETWEEN_WORDS.splitAsStream(text.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    String best = calmest(labels);
    long most = 0;
    for (String label : labels) {
      long hits = wordsOf(label).stream().filter(said::contains).count();
      if (hits > most) {
        best = label;
        most = hits;
      }
    }
    Map<String, Double> scores = new LinkedHashMap<>();
    for (String label : labels) {
      double rest = (1 - SURE) / Math.max(1, labels.size() - 1);
      scores.put(label, labels.size() == 1 ? 1 : label.equals(best) ? SURE : rest);
    }
    return scores;
  }

  /// The likeliest of judged labels.
  static String best(Map<String, Double> scores) {
    return scores.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  private static String calmest(List<String> labels) {
    return labels.contains("neutral")
        ? "neutral"
        : labels.contains("other") ? "other" : labels.getLast();
  }

  private static Set<String> wordsOf(String label) {
    Set<String> words = WORDS.get(label);
    return words != null
        ? words
        : BETWEEN_WORDS.splitAsStream(label.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }
}
