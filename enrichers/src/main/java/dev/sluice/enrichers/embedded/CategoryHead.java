package dev.sluice.enrichers.embedded;

import dev.sluice.enrichers.Keywords;
import dev.sluice.enrichers.ModelUnavailable;
import dev.sluice.schemas.Category;
import dev.sluice.schemas.CategoryRule;
import dev.sluice.schemas.CategoryTopic;
import dev.sluice.schemas.Provenance;
import dev.sluice.schemas.Provenance.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// One list of categories, fitted: a logistic head over their topics, their examples as neighbours
/// of what belongs, and their keywords. Immutable.
final class CategoryHead {

  /// The inverse strength of the penalty. From 10 to 100 the results are the same.
  static final double FREEDOM = 30;

  /// Between the words of a topic's name.
  private static final Pattern SEPARATORS = Pattern.compile("[_-]+");

  private final List<String> categories;

  /// The category of each topic.
  private final int[] categoryOf;

  private final Wording wording;
  private final LogisticHead head;
  private final Neighbours neighbours;
  private final Keywords keywords;
  private final Provenance byHead;
  private final Provenance byKeyword;

  private CategoryHead(
      List<CategoryRule> rules,
      int[] categoryOf,
      Wording wording,
      LogisticHead head,
      Neighbours neighbours,
      String version) {
    this.categories = rules.stream().map(CategoryRule::name).toList();
    this.categoryOf = categoryOf;
    this.wording = wording;
    this.head = head;
    this.neighbours = neighbours;
    this.keywords = Keywords.of(rules);
    this.byHead = new Provenance(version, Source.EMBEDDED);
    this.byKeyword = new Provenance(version, Source.RULE, "by keyword");
  }

  /// Encodes the examples of all topics and fits; a hundred lines take some 0.2 s.
  ///
  /// To the head a topic's name is one more example, worth one to three points of accuracy with
  /// five lines a topic; a message is compared with the examples alone, for names are shorter than
  /// messages.
  ///
  /// @param rules at least one with a topic; one without is known by its keywords only
  /// @throws ModelUnavailable when the encoder fails
  static CategoryHead fit(List<CategoryRule> rules, MessageReader reader) throws ModelUnavailable {
    List<String> lines = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<Integer> categoryOf = new ArrayList<>();
    for (int category = 0; category < rules.size(); category++) {
      for (CategoryTopic topic : rules.get(category).topics()) {
        for (String example : topic.examples()) {
          lines.add(example);
          labels.add(names.size());
        }
        names.add(SEPARATORS.matcher(topic.name()).replaceAll(" "));
        categoryOf.add(category);
      }
    }
    int written = lines.size();
    for (int topic = 0; topic < names.size(); topic++) {
      lines.add(names.get(topic));
      labels.add(topic);
    }
    List<Tokens> read = lines.stream().map(line -> reader.read(line).tokens()).toList();
    List<Meaning> meanings = reader.meaningsOf(read);
    int[] classes = ints(labels);
    Wording wording = Wording.of(read);
    return new CategoryHead(
        rules,
        ints(categoryOf),
        wording,
        LogisticHead.fit(
            new LogisticHead.Examples(features(meanings, read, wording), classes, names.size()),
            FREEDOM),
        Neighbours.of(
            new LogisticHead.Examples(
                meanings.stream().limit(written).map(Meaning::plain).toArray(float[][]::new),
                Arrays.copyOf(classes, written),
                names.size())),
        version(rules, reader.rarity()));
  }

  private static float[][] features(List<Meaning> meanings, List<Tokens> lines, Wording wording) {
    float[][] features = new float[lines.size()][];
    for (int i = 0; i < features.length; i++) {
      features[i] = wording.beside(meanings.get(i).byRarity(), lines.get(i));
    }
    return features;
  }

  private static int[] ints(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  private static String version(List<CategoryRule> rules, Rarity rarity) {
    List<String> lines = new ArrayList<>();
    lines.add(rarity.fingerprint());
    for (CategoryRule rule : rules) {
      lines.add(rule.name());
      lines.addAll(rule.keywords());
      for (CategoryTopic topic : rule.topics()) {
        lines.add(topic.name());
        lines.addAll(topic.examples());
      }
    }
    return ModelVersion.of(lines, ModelVersion.CATEGORY);
  }

  /// Judges a message by its words and its meaning: the category whose topics are together the most
  /// probable, or [Category#OTHER] when it is near to none of their examples. The confidence of a
  /// category is the probability of its topics together; that of `other` grows from 0.5 at the
  /// threshold to 1 for a message with nothing in common with any example.
  Category judge(Tokens tokens, Meaning meaning) {
    double[] topics = head.probabilities(wording.beside(meaning.byRarity(), tokens));
    double nearness = neighbours.nearness(meaning.plain(), most(topics));
    if (nearness < neighbours.threshold()) {
      double distance = 1 - Math.max(0, nearness) / neighbours.threshold();
      return new Category(Category.OTHER, 0.5 + 0.5 * distance, byHead);
    }
    double[] probability = new double[categories.size()];
    for (int topic = 0; topic < topics.length; topic++) {
      probability[categoryOf[topic]] += topics[topic];
    }
    int best = most(probability);
    return new Category(categories.get(best), Math.min(1, probability[best]), byHead);
  }

  private static int most(double[] probability) {
    int most = 0;
    for (int i = 1; i < probability.length; i++) {
      if (probability[i] > probability[most]) {
        most = i;
      }
    }
    return most;
  }

  /// What the keywords say of a message that was judged to be in no category, or could not be
  /// judged: their category, as a rule, or the judgement as it was.
  Category orByKeyword(String words, Category judged) {
    return keywords
        .in(words)
        .map(found -> new Category(found.category(), found.confidence(), byKeyword))
        .orElse(judged);
  }

  /// A message that cannot be read, and why.
  Category unread(String reason) {
    return Category.unknown(byHead.withNote(reason));
  }

  String version() {
    return byHead.model();
  }
}
