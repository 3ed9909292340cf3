package dev.sluice.enrichers.embedded;

import dev.sluice.schemas.Sentiment.Label;
import java.util.ArrayList;
import java.util.List;

/// The lines that the sentiment head is fitted on, each with its label.
///
/// @param lines at least one of each label
record SentimentSeed(List<Line> lines) {

  /// From worst to best; the place of a label is its class in the head.
  static final List<Label> LABELS = List.of(Label.NEGATIVE, Label.NEUTRAL, Label.POSITIVE);

  private static final String FILE = "sentiment-seed.txt";

  record Line(Label label, String text) {}

  SentimentSeed {
    lines = List.copyOf(lines);
  }

  /// The lines that ship with Sluice.
  static SentimentSeed shipped() {
    return parse(ShippedLines.read(FILE));
  }

  /// One line an example: label, tab, text.
  ///
  /// @throws IllegalArgumentException when a line breaks the format, naming file and line, or a
  ///   label has no line
  static SentimentSeed parse(ShippedLines text) {
    List<Line> lines = new ArrayList<>();
    for (ShippedLines.Line line : text.lines()) {
      if (line.fields().size() != 2 || line.fields().getLast().isEmpty()) {
        throw text.broken(line, "must be 'label<tab>text'");
      }
      lines.add(new Line(text.label(line, line.fields().getFirst()), line.fields().getLast()));
    }
    for (Label label : LABELS) {
      if (lines.stream().noneMatch(line -> line.label() == label)) {
        throw new IllegalArgumentException("%s: no line is %s".formatted(text.name(), label));
      }
    }
    return new SentimentSeed(lines);
  }

  List<String> texts() {
    return lines.stream().map(Line::text).toList();
  }

  /// The class of each line.
  int[] classes() {
    return lines.stream().mapToInt(line -> LABELS.indexOf(line.label())).toArray();
  }
}
