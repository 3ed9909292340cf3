package dev.sluice.launcher.settings;

import dev.sluice.schemas.InvalidSetting;
import java.util.List;
import java.util.Map;

/// Reading environment variables with errors a person can act on.
final class Variables {

  private Variables() {}

  /// @throws InvalidSetting when a variable begins with `prefix` and is none of `known`: most
  ///   likely a misspelling that would otherwise silently leave the default in place
  static void refuseUnknown(Map<String, String> environment, String prefix, String... known) {
    List<String> names = List.of(known);
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      if (variable.getKey().startsWith(prefix) && !names.contains(variable.getKey())) {
        throw new InvalidSetting(
            variable.getKey(),
            "…",
            "is not a setting of Sluice; there are " + String.join(", ", names));
      }
    }
  }

  static int number(Map<String, String> environment, String variable, int otherwise) {
    String text = environment.get(variable);
    if (text == null) {
      return otherwise;
    }
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw new InvalidSetting(variable, text, "must be a whole number");
    }
  }

  static String required(Map<String, String> environment, String variable) {
    String text = environment.get(variable);
    if (text == null || text.isBlank()) {
      throw InvalidSetting.missing(variable);
    }
    return text;
  }
}
