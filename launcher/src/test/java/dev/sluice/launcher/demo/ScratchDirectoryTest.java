package dev.sluice.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchDirectoryTest {

  private final Path parent;

  ScratchDirectoryTest(@TempDir Path parent) {
    this.parent = parent;
  }

  @Test
  void shouldDeleteItselfAndAllThatIsInIt() throws Exception {
    // Given
    ScratchDirectory scratch = ScratchDirectory.create(parent);
    Files.writeString(Files.createDirectories(scratch.path().resolve("a/b")).resolve("c"), "text");

    // When
    scratch.close();

    // Then
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void shouldRemoveWhatAKilledDemoLeft() throws Exception {
    // Given
    Path left = Files.createDirectory(parent.resolve("sluice-demo-killed"));
    Files.createFile(left.resolve(".lock"));
    Files.createDirectories(left.resolve("kafka/inbox-0"));

    // When
    try (ScratchDirectory scratch = ScratchDirectory.create(parent)) {

      // Then
      assertThat(left).doesNotExist();
      assertThat(scratch.path()).isDirectory();
    }
  }

  @Test
  void shouldEndTheDatabaseServerAKilledDemoLeft() throws Exception {
    // Given
    Path left = Files.createDirectory(parent.resolve("sluice-demo-killed"));
    Files.createFile(left.resolve(".lock"));
    Path server = parent.resolve("postgres");
    Files.copy(Path.of("/bin/sleep"), server);
    server.toFile().setExecutable(true);
    Process orphan = new ProcessBuilder(server.toString(), "60").start();
    Path cluster = Files.createDirectories(left.resolve("postgres/cluster"));
    Files.writeString(cluster.resolve("postmaster.pid"), orphan.pid() + "\n" + cluster + "\n");

    // When
    ScratchDirectory.create(parent).close();

    // Then
    assertThat(orphan.isAlive()).isFalse();
    assertThat(left).doesNotExist();
  }

  @Test
  void shouldLeaveADemoAloneThatLives() throws Exception {
    // Given
    try (ScratchDirectory living = ScratchDirectory.create(parent)) {

      // When
      ScratchDirectory.create(parent).close();

      // Then
      assertThat(living.path()).isDirectory();
    }
  }

  @Test
  void shouldLeaveAloneWhatIsNotADemos() throws Exception {
    // Given
    Path other = Files.createDirectory(parent.resolve("sluice-demo-without-lock"));

    // When
    ScratchDirectory.create(parent).close();

    // Then
    assertThat(other).isDirectory();
  }
}
