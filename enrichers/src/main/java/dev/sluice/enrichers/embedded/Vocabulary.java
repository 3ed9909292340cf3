package dev.sluice.enrichers.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/// The word pieces that the encoder knows, each with its number. Immutable.
///
/// A piece that continues a word begins with `##`.
final class Vocabulary {

  /// Begins every sequence.
  static final int CLS = 101;

  /// Ends every sequence.
  static final int SEP = 102;

  /// Stands for a word that cannot be put together from pieces.
  static final int UNKNOWN = 100;

  /// What no piece has.
  static final int NONE = -1;

  private static final String FILE = "/all-minilm-l6-v2-q-tokenizer.json";

  private final Map<String, Integer> ids;
  private final int longest;

  private Vocabulary(Map<String, Integer> ids) {
    this.ids = ids;
    this.longest = ids.keySet().stream().mapToInt(String::length).max().orElse(0);
  }

  /// Reads the vocabulary out of the jar that carries the encoder.
  ///
  /// @throws IllegalStateException when it is missing or not the one this code was written for
  static Vocabulary shipped() {
    try (InputStream in = Vocabulary.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("the file %s is missing from the jars".formatted(FILE));
      }
      JsonNode vocabulary = new ObjectMapper().readTree(in).path("model").path("vocab");
      Map<String, Integer> ids = new HashMap<>(vocabulary.size() * 2);
      vocabulary.properties().forEach(piece -> ids.put(piece.getKey(), piece.getValue().asInt()));
      check(ids, "[UNK]", UNKNOWN);
      check(ids, "[CLS]", CLS);
      check(ids, "[SEP]", SEP);
      return new Vocabulary(ids);
    } catch (IOException e) {
      throw new UncheckedIOException("the file %s cannot be read".formatted(FILE), e);
    }
  }

  private static void check(Map<String, Integer> ids, String piece, int id) {
    if (ids.getOrDefault(piece, NONE) != id) {
      throw new IllegalStateException("%s: %s must be number %d".formatted(FILE, piece, id));
    }
  }

  /// The number of a piece, or [#NONE].
  int idOf(String piece) {
    return ids.getOrDefault(piece, NONE);
  }

  /// The length of the longest piece, in UTF-16 units.
  int longest() {
    return longest;
  }

  int size() {
    return ids.size();
  }
}
