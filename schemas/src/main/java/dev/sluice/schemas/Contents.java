package dev.sluice.schemas;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The checks that the parts of a message share. What they refuse is never repeated: it may be what
/// somebody wrote.
final class Contents {

  private static final String UNTOLD = "…";

  private Contents() {}

  static void notBlank(String key, String value) {
    if (value.isBlank()) {
      throw new InvalidSetting(key, "", "must not be blank");
    }
  }

  /// Absent is fine.
  static void caption(MediaKind kind, @Nullable String caption) {
    if (caption != null && !kind.takesCaption()) {
      throw new InvalidSetting(
          "caption", UNTOLD, "must be absent: only images, videos and documents have one");
    }
  }

  /// Absent is fine.
  static void filename(MediaKind kind, @Nullable String filename) {
    if (filename != null && kind != MediaKind.DOCUMENT) {
      throw new InvalidSetting("filename", UNTOLD, "must be absent: only a document has one");
    }
  }

  static void index(int index) {
    Settings.between("index", index, 0, TemplateButton.INDEX_MAX);
  }

  static void distinct(List<TemplateButton> buttons) {
    Set<Integer> seen = new HashSet<>();
    for (TemplateButton button : buttons) {
      if (!seen.add(button.index())) {
        throw new InvalidSetting("buttons", button.index(), "must be the index of one button only");
      }
    }
  }
}
