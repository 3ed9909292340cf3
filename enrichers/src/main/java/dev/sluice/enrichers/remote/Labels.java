package dev.sluice.enrichers.remote;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// The labels a question allows, and what the model calls them.
///
/// A label is looked up in the tenant's map first and then taken as it is, each time exactly and
/// then ignoring case: half of all models write `NEGATIVE`. [#UNKNOWN] is always understood, as the
/// model's word that it cannot tell.
final class Labels {

  /// What a model answers that cannot tell.
  static final String UNKNOWN = "unknown";

  private final List<String> allowed;
  private final Map<String, String> map;
  private final Map<String, String> known = new HashMap<>();

  /// @param allowed ours, in the order they are offered
  /// @param map from the model's to ours
  Labels(List<String> allowed, Map<String, String> map) {
    this.allowed = List.copyOf(allowed);
    this.map = Map.copyOf(map);
    List<String> understood = new ArrayList<>(allowed);
    understood.add(UNKNOWN);
    understood.forEach(label -> known.putIfAbsent(label.toLowerCase(Locale.ROOT), label));
    map.forEach(
        (theirs, ours) ->
            find(understood, ours)
                .ifPresent(label -> known.put(theirs.toLowerCase(Locale.ROOT), label)));
    understood.forEach(label -> known.putIfAbsent(label, label));
    map.forEach(
        (theirs, ours) -> find(understood, ours).ifPresent(label -> known.put(theirs, label)));
  }

  private static Optional<String> find(List<String> labels, String wanted) {
    return labels.contains(wanted)
        ? Optional.of(wanted)
        : labels.stream().filter(wanted::equalsIgnoreCase).findFirst();
  }

  List<String> allowed() {
    return allowed;
  }

  /// How many labels the model may have of its own, at least.
  int theirs() {
    return Math.max(allowed.size(), map.size());
  }

  /// Ours for one of the model's.
  Optional<String> ours(String theirs) {
    String label = theirs.strip();
    String exact = known.get(label);
    return Optional.ofNullable(exact != null ? exact : known.get(label.toLowerCase(Locale.ROOT)));
  }

  /// Whether the tenant's map names one of the model's labels.
  boolean maps(String theirs) {
    return map.containsKey(theirs);
  }

  /// The reading of one label the model chose.
  ///
  /// @param score its probability; ignored outside [0, 1]
  /// @param scores those of the model's labels, as far as it gave them; each ignored outside [0, 1]
  Reading read(
      String theirs, OptionalDouble score, Map<String, Double> scores, @Nullable String model) {
    Optional<String> label = ours(theirs);
    if (label.isEmpty()) {
      return new Reading.UnknownLabel();
    }
    Map<String, Double> each = ours(scores);
    Double own =
        score.isPresent() && isProbability(score.getAsDouble())
            ? Double.valueOf(score.getAsDouble())
            : each.get(label.get());
    return new Reading.Labelled(label.get(), own, each, model);
  }

  /// The reading of a ranking: several of the model's labels may be one of ours (`1 star` and `2
  /// stars`), so they are added up before the likeliest is taken.
  Reading best(Map<String, Double> scores, @Nullable String model) {
    Map<String, Double> each = ours(scores);
    double strange = 0;
    for (Map.Entry<String, Double> entry : scores.entrySet()) {
      if (ours(entry.getKey()).isEmpty() && isProbability(entry.getValue())) {
        strange = Math.max(strange, entry.getValue());
      }
    }
    Optional<Map.Entry<String, Double>> best =
        each.entrySet().stream().max(Map.Entry.comparingByValue());
    if (best.isEmpty() || best.get().getValue() < strange) {
      return new Reading.UnknownLabel();
    }
    return new Reading.Labelled(best.get().getKey(), best.get().getValue(), each, model);
  }

  private Map<String, Double> ours(Map<String, Double> scores) {
    Map<String, Double> each = new LinkedHashMap<>();
    scores.forEach(
        (theirs, score) -> {
          if (isProbability(score)) {
            ours(theirs).ifPresent(label -> each.merge(label, score, Labels::sum));
          }
        });
    return each;
  }

  /// Labels that do not exclude each other add up to more than 1.
  private static double sum(double one, double other) {
    return Math.min(1, one + other);
  }

  private static boolean isProbability(double score) {
    return score >= 0 && score <= 1;
  }
}
