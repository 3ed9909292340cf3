package dev.sluice.launcher.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// Whether each part of this process can do its work right now. Thread-safe.
public final class Readiness {

  private final Map<String, Part> parts = new ConcurrentHashMap<>();

  private record Part(String waitingFor, BooleanSupplier ready) {}

  /// Adds a part.
  ///
  /// @param waitingFor what it waits for while it is not ready, in words for an operator
  public void add(String name, String waitingFor, BooleanSupplier ready) {
    parts.put(name, new Part(waitingFor, ready));
  }

  /// Asks every part now.
  public Report report() {
    Map<String, String> answers = new TreeMap<>();
    parts.forEach(
        (name, part) ->
            answers.put(name, part.ready().getAsBoolean() ? Report.READY : part.waitingFor()));
    return new Report(answers);
  }

  /// What [#report] found.
  ///
  /// @param parts `ready`, or what it waits for, by part
  public record Report(Map<String, String> parts) {

    private static final String READY = "ready";

    /// Whether every part is.
    @JsonProperty("ready")
    public boolean isReady() {
      return readyParts().size() == parts.size();
    }

    /// The parts that are.
    public List<String> readyParts() {
      return parts.keySet().stream().filter(name -> READY.equals(parts.get(name))).toList();
    }

    /// The parts that are not, and what each waits for.
    public String waitingFor() {
      return parts.entrySet().stream()
          .filter(part -> !READY.equals(part.getValue()))
          .map(part -> part.getKey() + " (" + part.getValue() + ")")
          .collect(Collectors.joining(", "));
    }
  }
}
