package dev.sluice.enrichers;

import dev.sluice.schemas.CategoryRule;
import dev.sluice.schemas.CategoryTopic;
import dev.sluice.schemas.InvalidSetting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads categories by example from text:
///
/// ```
/// [card 30]
/// keywords: card, debit card
/// topic: lost card
/// - I lost my card yesterday
/// ```
///
/// A heading gives name and weight; `#` begins a comment line.
final class TaxonomyText {

  private static final String TOPIC = "topic:";
  private static final String KEYWORDS = "keywords:";
  private static final String EXAMPLE = "- ";

  private final String file;
  private final List<CategoryRule> rules = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private @Nullable Heading heading;
  private List<String> keywords = new ArrayList<>();
  private List<Topic> topics = new ArrayList<>();
  private int line;

  private record Heading(String category, int weight, int line) {}

  private record Topic(String name, List<String> examples) {}

  private TaxonomyText(String file) {
    this.file = file;
  }

  /// @throws IllegalArgumentException when a line breaks the format, a category is given twice or
  ///   holds neither topic nor keyword, or a topic holds no example, naming file and line
  static List<CategoryRule> parse(String file, String text) {
    TaxonomyText reading = new TaxonomyText(file);
    text.lines().map(String::strip).forEach(reading::take);
    reading.endCategory();
    if (reading.rules.isEmpty()) {
      throw reading.broken("must hold a category");
    }
    return List.copyOf(reading.rules);
  }

  private void take(String text) {
    line++;
    if (text.isEmpty() || text.startsWith("#")) {
      return;
    }
    if (text.startsWith("[") && text.endsWith("]")) {
      endCategory();
      heading = heading(text.substring(1, text.length() - 1).strip());
    } else if (heading == null) {
      throw broken("a [category weight] must come first");
    } else if (text.startsWith(TOPIC)) {
      topics.add(new Topic(text.substring(TOPIC.length()).strip(), new ArrayList<>()));
    } else if (text.startsWith(KEYWORDS)) {
      List.of(text.substring(KEYWORDS.length()).split(",")).stream()
          .map(String::strip)
          .filter(keyword -> !keyword.isEmpty())
          .forEach(keywords::add);
    } else if (text.startsWith(EXAMPLE) && !topics.isEmpty()) {
      topics.getLast().examples().add(text.substring(EXAMPLE.length()).strip());
    } else {
      throw broken("must be 'topic: name', 'keywords: word, word' or '- example' of a topic");
    }
  }

  private Heading heading(String text) {
    int space = text.lastIndexOf(' ');
    String name = space < 0 ? "" : text.substring(0, space).strip();
    if (name.isEmpty() || !names.add(name)) {
      throw broken("must be '[category weight]' with a category not given before");
    }
    try {
      return new Heading(name, Integer.parseInt(text.substring(space + 1)), line);
    } catch (NumberFormatException e) {
      throw broken("must end with a whole number, the weight");
    }
  }

  private void endCategory() {
    if (heading == null) {
      return;
    }
    try {
      List<CategoryTopic> given =
          topics.stream().map(topic -> new CategoryTopic(topic.name(), topic.examples())).toList();
      rules.add(new CategoryRule(heading.category(), heading.weight(), keywords, given));
    } catch (InvalidSetting e) {
      throw new IllegalArgumentException(
          "%s:%d: %s".formatted(file, heading.line(), e.getMessage()), e);
    }
    keywords = new ArrayList<>();
    topics = new ArrayList<>();
  }

  private IllegalArgumentException broken(String constraint) {
    return new IllegalArgumentException("%s:%d: %s".formatted(file, line, constraint));
  }
}
