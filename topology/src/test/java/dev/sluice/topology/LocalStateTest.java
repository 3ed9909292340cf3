package dev.sluice.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStateTest {

  private static final Duration EARLIER = Duration.ofHours(1);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path application;

  @Test
  void shouldDeleteAfterACrashWhatWasWrittenSinceTheStart() throws IOException {
    // Given a task of which one segment was written since
    Path before = table("0_0", "seen/seen.1", EARLIER);
    crash();
    Path since = table("0_0", "seen/seen.2", Duration.ZERO);
    Path process = Files.createFile(application.resolve("kafka-streams-process-metadata"));

    // When
    new LocalState(application).begin();

    // Then
    assertThat(before).doesNotExist();
    assertThat(since).doesNotExist();
    assertThat(process).exists();
  }

  @Test
  void shouldKeepAfterACrashWhatIsAsTheLastCleanCloseLeftIt() throws IOException {
    // Given
    Path segment = table("0_0", "seen/seen.1", EARLIER);
    Path parked = table("0_0", "rocksdb/parked", EARLIER);
    Files.createDirectories(application.resolve("0_0/seen/seen.2"));
    crash();

    // When
    new LocalState(application).begin();

    // Then
    assertThat(segment).exists();
    assertThat(parked).exists();
  }

  @Test
  void shouldDeleteAfterACrashATaskOfWhichAStoreWasNeverWritten() throws IOException {
    // Given
    Path segment = table("0_0", "seen/seen.1", EARLIER);
    Files.createDirectories(application.resolve("0_0/rocksdb/parked"));
    Path other = table("0_1", "seen/seen.1", EARLIER);
    crash();

    // When
    new LocalState(application).begin();

    // Then
    assertThat(segment).doesNotExist();
    assertThat(other).exists();
  }

  @Test
  void shouldKeepEverythingAfterACleanClose() throws IOException {
    // Given
    LocalState first = new LocalState(application);
    first.begin();
    Path written = table("0_0", "seen/seen.1", Duration.ZERO);
    Path idle = Files.createDirectories(application.resolve("0_1").resolve(Names.SEEN_STORE));
    first.end();

    // When
    new LocalState(application).begin();

    // Then
    assertThat(written).exists();
    assertThat(idle).exists();
  }

  @Test
  void shouldHaveNothingToDoBeforeTheFirstStart() {
    // Given
    Path missing = application.resolve("never-started");

    // When, Then
    assertThatCode(() -> new LocalState(missing).begin()).doesNotThrowAnyException();
  }

  private void crash() throws IOException {
    new LocalState(application).begin();
  }

  private Path table(String task, String store, Duration age) throws IOException {
    Path directory = Files.createDirectories(application.resolve(task).resolve(store));
    Path table = Files.createFile(directory.resolve("000012.sst"));
    Instant written = Instant.now().minus(age);
    return Files.setLastModifiedTime(table, FileTime.from(written));
  }
}
