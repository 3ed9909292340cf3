package dev.sluice.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// How code is written here, as far as a machine can tell.
class HouseRulesTest {

  private static final int CLASS_LINES_MAX = 300;
  private static final int METHOD_LINES_MAX = 70;

  private static final Pattern OLD_COMMENT = Pattern.compile("^\\s*/\\*\\*", Pattern.MULTILINE);
  private static final Pattern LOCAL_VAR =
      Pattern.compile("^\\s*(final )?var \\w+ ?[=:]", Pattern.MULTILINE);
  private static final Pattern SKIPPED =
      Pattern.compile("@Disabled|@Ignore|Assumptions\\.|assumeTrue|assumeThat");
  private static final Pattern UNFINISHED =
      Pattern.compile("TODO|FIXME|UnsupportedOperationException\\(\\)");
  private static final Pattern SLEEP = Pattern.compile("Thread\\.sleep\\(");
  private static final Pattern TOPIC_BY_NAME =
      Pattern.compile(
          "(ProducerRecord<>|TopicPartition|NewTopic|subscribe)\\(\\s*(List\\.of\\()?\"");

  @Test
  void shouldCommentInMarkdownOnly() {
    assertThat(matching(all(), OLD_COMMENT)).as("/// instead of /**").isEmpty();
  }

  @Test
  void shouldNameTypesInMainCode() {
    assertThat(matching(Sources.mainJava(), LOCAL_VAR)).as("var erases @Nullable").isEmpty();
  }

  @Test
  void shouldSkipNoTest() {
    assertThat(matching(ruled(Sources.testJava()), SKIPPED)).isEmpty();
  }

  @Test
  void shouldLeaveNothingUnfinished() {
    assertThat(matching(ruled(all()), UNFINISHED)).isEmpty();
  }

  @Test
  void shouldNameTopicsInOnePlace() {
    List<Path> others =
        Sources.mainJava().stream()
            .filter(file -> !Sources.name(file).startsWith("schemas/"))
            .toList();
    assertThat(matching(others, TOPIC_BY_NAME)).as("topics are values in Topics").isEmpty();
  }

  @Test
  void shouldMarkEveryPackageForNullness() {
    List<String> unmarked =
        Sources.mainJava().stream()
            .map(Path::getParent)
            .distinct()
            .filter(HouseRulesTest::isUnmarked)
            .map(Sources::name)
            .toList();
    assertThat(unmarked).as("package-info.java with @NullMarked").isEmpty();
  }

  @Test
  void shouldKeepClassesSmall() {
    List<String> large =
        Sources.mainJava().stream()
            .filter(file -> Sources.read(file).lines().count() > CLASS_LINES_MAX)
            .map(Sources::name)
            .toList();
    assertThat(large).as("at most %d lines", CLASS_LINES_MAX).isEmpty();
  }

  @Test
  void shouldKeepMethodsSmall() throws IOException {
    assertThat(methodsOver(METHOD_LINES_MAX)).as("at most %d lines", METHOD_LINES_MAX).isEmpty();
  }

  @Test
  void shouldSleepOnlyWhereAModelOrAProviderIsPlayed() {
    List<String> sleeping = matching(ruled(Sources.testJava()), SLEEP);
    assertThat(sleeping)
        .as("a test waits for a condition, not for a time")
        .allSatisfy(file -> assertThat(file).matches(".*(Process|Slow\\w*|Benchmark)\\.java"));
  }

  private static List<String> methodsOver(int lines) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> overlong = new ArrayList<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  ignored -> {},
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(Sources.mainJava()));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        LineMap map = unit.getLineMap();
        unit.accept(
            new TreeScanner<Object, Object>() {
              @Override
              public @Nullable Object visitMethod(MethodTree method, @Nullable Object nothing) {
                if (method.getBody() != null) {
                  long first =
                      map.getLineNumber(positions.getStartPosition(unit, method.getBody()));
                  long last = map.getLineNumber(positions.getEndPosition(unit, method.getBody()));
                  if (last - first + 1 > lines) {
                    overlong.add(unit.getSourceFile().getName() + " " + method.getName());
                  }
                }
                return super.visitMethod(method, nothing);
              }
            },
            null);
      }
    }
    return overlong;
  }

  private static boolean isUnmarked(Path directory) {
    Path info = directory.resolve("package-info.java");
    return !Files.exists(info) || !Sources.read(info).contains("@NullMarked");
  }

  private static List<Path> all() {
    return Stream.concat(Sources.mainJava().stream(), Sources.testJava().stream()).toList();
  }

  /// Without the file that spells the rules.
  private static List<Path> ruled(List<Path> files) {
    return files.stream().filter(file -> !file.endsWith("HouseRulesTest.java")).toList();
  }

  private static List<String> matching(List<Path> files, Pattern pattern) {
    return files.stream()
        .filter(file -> pattern.matcher(Sources.read(file)).find())
        .map(Sources::name)
        .toList();
  }
}
