package dev.sluice.launcher;

import dev.sluice.enrichers.embedded.LabelledLines;
import dev.sluice.enrichers.embedded.LabelledLines.Labelled;
import dev.sluice.schemas.CategoryRule;
import dev.sluice.schemas.CategoryTopic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Categories whose examples are drawn from a file of labelled lines: what a tenant would have
/// written down, so that others can be judged with them.
final class ExamplesOption {

  /// Weighs nothing: only the answer counts here.
  private static final int WEIGHT = 0;

  @Option(
      names = "--examples",
      required = true,
      paramLabel = "FILE.csv",
      description = "Labelled lines to draw the examples from.")
  private Path file = Path.of("");

  @Option(
      names = "--topic",
      paramLabel = "COLUMN",
      description = "Where the topic is; the label's column unless set.")
  private @Nullable String topicColumn;

  @Option(
      names = "--per-topic",
      paramLabel = "N",
      defaultValue = "10",
      description = "Examples drawn for each topic; ${DEFAULT-VALUE} unless set.")
  private int perTopic;

  @Option(
      names = "--draw",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Which draw: the same number draws the same lines; ${DEFAULT-VALUE} unless set.")
  private long draw;

  /// Draws the examples. A topic with fewer lines has them all.
  ///
  /// @param textColumn where the text is
  /// @param labelColumn where the category is
  /// @throws dev.sluice.enrichers.embedded.InvalidLabelledFile naming file, line and constraint
  List<CategoryRule> categories(String textColumn, String labelColumn) throws IOException {
    List<Labelled> labels = LabelledLines.read(file, textColumn, labelColumn);
    List<Labelled> topics =
        topicColumn == null ? labels : LabelledLines.read(file, textColumn, topicColumn);
    Map<String, Map<String, List<String>>> lines = new LinkedHashMap<>();
    for (int i = 0; i < labels.size(); i++) {
      lines
          .computeIfAbsent(labels.get(i).label(), category -> new LinkedHashMap<>())
          .computeIfAbsent(topics.get(i).label(), topic -> new ArrayList<>())
          .add(labels.get(i).text());
    }
    Random random = new Random(draw);
    List<CategoryRule> rules = new ArrayList<>();
    lines.forEach(
        (category, its) ->
            rules.add(new CategoryRule(category, WEIGHT, List.of(), drawn(its, random))));
    return rules;
  }

  private List<CategoryTopic> drawn(Map<String, List<String>> topics, Random random) {
    List<CategoryTopic> drawn = new ArrayList<>();
    topics.forEach(
        (topic, lines) -> {
          Collections.shuffle(lines, random);
          drawn.add(new CategoryTopic(topic, lines.subList(0, Math.min(perTopic, lines.size()))));
        });
    return drawn;
  }
}
