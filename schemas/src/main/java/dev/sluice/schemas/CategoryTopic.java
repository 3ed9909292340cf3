package dev.sluice.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something customers write about, shown by examples. Five to ten lines that differ are enough.
///
/// @param examples lines a customer might write, at least one
public record CategoryTopic(String name, List<String> examples) {

  /// Lines per topic: beyond a hundred accuracy grows by less than a tenth of a point per line.
  static final int EXAMPLES_MAX = 200;

  /// Longer than any message a channel carries as text (WhatsApp: 4,096 characters).
  static final int EXAMPLE_CHARS_MAX = 5_000;

  public CategoryTopic {
    examples = List.copyOf(examples);
    Settings.notBlank("name", name);
    Settings.notEmpty("examples", examples, "must hold at least one line");
    Settings.atMost("examples", examples.size(), EXAMPLES_MAX, "lines");
    Settings.texts("examples", examples, EXAMPLE_CHARS_MAX);
  }

  @JsonCreator
  static CategoryTopic of(
      @JsonProperty("name") @Nullable String name,
      @JsonProperty("examples") @Nullable List<String> examples) {
    return new CategoryTopic(
        Settings.required("name", name), Settings.required("examples", examples));
  }
}
