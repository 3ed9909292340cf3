package dev.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What was ever written stays readable: the documents in `recorded` are added to and never edited.
class CompatibilityTest {

  private static final Path RECORDED = Path.of("src/test/resources/recorded");

  /// Fields that were written once and are read no more, as `Type.field`. A field comes here when
  /// every topic has outlived its last writer.
  private static final Set<String> RETIRED = Set.of();

  static List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.list(RECORDED)) {
      return files.sorted().toList();
    }
  }

  @Test
  void shouldHaveARecordedDocumentOfEveryType() throws IOException {
    // Given
    Set<Class<?>> recorded =
        documents().stream().<Class<?>>map(CompatibilityTest::typeOf).collect(Collectors.toSet());
    // When
    List<Class<?>> types = SchemaFiles.TYPES;
    // Then
    assertThat(recorded).containsExactlyInAnyOrderElementsOf(types);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void shouldReadWhatWasEverWritten(Path file) throws IOException {
    // Given
    byte[] document = Files.readAllBytes(file);
    Class<?> type = typeOf(file);
    // When
    byte[] rewritten = Documents.write(type, Documents.read(type, document));
    // Then: nothing of it is lost, and the schema accepts it too
    assertThat(lost(type.getSimpleName(), tree(document), tree(rewritten))).isEmpty();
    assertThat(SchemaFiles.complaints(type, document)).isEmpty();
  }

  private static List<String> lost(String path, JsonNode before, JsonNode after) {
    List<String> lost = new ArrayList<>();
    if (before.isObject()) {
      before
          .properties()
          .forEach(
              field -> {
                String inner = path + "." + field.getKey();
                if (!RETIRED.contains(inner)) {
                  lost.addAll(lost(inner, field.getValue(), after.path(field.getKey())));
                }
              });
    } else if (before.isArray() && before.size() == after.size()) {
      for (int i = 0; i < before.size(); i++) {
        lost.addAll(lost(path, before.get(i), after.get(i)));
      }
    } else if (!before.equals(after)) {
      lost.add(path + ": " + before + " became " + after);
    }
    return lost;
  }

  private static JsonNode tree(byte[] document) throws IOException {
    return Json.mapper().readTree(document);
  }

  private static Class<?> typeOf(Path file) {
    String name = file.getFileName().toString().replaceFirst("-\\d+\\.json$", "");
    return SchemaFiles.TYPES.stream()
        .filter(type -> type.getSimpleName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(file + " is named after no type"));
  }
}
