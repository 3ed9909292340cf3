package dev.sluice.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmptyStoresTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path application;

  @Test
  void shouldRemoveTheStoreOfAnIdleTaskAndKeepTheOthers() throws IOException {
    // Given
    Path idle = Files.createDirectories(application.resolve("0_0").resolve(Names.SEEN_STORE));
    Path used = Files.createDirectories(application.resolve("0_1").resolve(Names.SEEN_STORE));
    Path segment = Files.createDirectory(used.resolve("seen.1795219200000"));
    Path process = Files.createFile(application.resolve("kafka-streams-process-metadata"));

    // When
    EmptyStores.remove(application);

    // Then
    assertThat(idle).doesNotExist();
    assertThat(segment).exists();
    assertThat(process).exists();
  }

  @Test
  void shouldHaveNothingToDoBeforeTheFirstStart() {
    // Given
    Path missing = application.resolve("never-started");

    // When, Then
    assertThatCode(() -> EmptyStores.remove(missing)).doesNotThrowAnyException();
  }
}
