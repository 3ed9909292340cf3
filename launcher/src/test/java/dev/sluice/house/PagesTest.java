package dev.sluice.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the pages name exists: classes, methods, files.
class PagesTest {

  /// A class, or a method of a class, in code font: `SluiceTopology`, `SluiceTopology.build`.
  private static final Pattern SYMBOL =
      Pattern.compile("`([A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+)(?:\\.([a-z][A-Za-z0-9]*))?`");

  /// A link to a file of this repository.
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#|mailto:)([^)#\\s]+)");

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"})
  void shouldNameOnlyClassesAndMethodsThatExist(String page) {
    // Given
    Map<String, String> classes =
        Sources.mainJava().stream()
            .collect(
                Collectors.toMap(
                    file -> file.getFileName().toString().replace(".java", ""),
                    Sources::read,
                    (one, other) -> one + other));
    Sources.testJava()
        .forEach(
            file ->
                classes.putIfAbsent(
                    file.getFileName().toString().replace(".java", ""), Sources.read(file)));

    // When
    TreeSet<String> missing = new TreeSet<>();
    Matcher symbols = SYMBOL.matcher(Sources.read(Sources.ROOT.resolve(page)));
    while (symbols.find()) {
      String source = classes.get(symbols.group(1));
      if (source == null) {
        missing.add(symbols.group(1));
      } else if (symbols.group(2) != null && !source.contains(" " + symbols.group(2) + "(")) {
        missing.add(symbols.group(1) + "." + symbols.group(2));
      }
    }

    // Then
    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"})
  void shouldLinkOnlyToFilesThatExist(String page) {
    // Given
    Matcher links = LINK.matcher(Sources.read(Sources.ROOT.resolve(page)));

    // When
    List<Path> broken =
        links
            .results()
            .map(link -> Sources.ROOT.resolve(link.group(1)))
            .filter(file -> !Files.exists(file))
            .toList();

    // Then
    assertThat(broken).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ARCHITECTURE.md"})
  void shouldDescribeEveryModule(String page) {
    // Given
    String text = Sources.read(Sources.ROOT.resolve(page));

    // When
    List<String> modules = Sources.modules();

    // Then
    assertThat(modules)
        .isNotEmpty()
        .allSatisfy(module -> assertThat(text).contains("`" + module + "`"));
  }
}
