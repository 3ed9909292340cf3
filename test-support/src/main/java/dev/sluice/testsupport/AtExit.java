package dev.sluice.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// What is cleared away when the test JVM ends.
final class AtExit {

  private AtExit() {}

  /// Closes a server, and only then removes the directory it worked in: a broker whose directory
  /// disappears under it ends the process.
  static void close(AutoCloseable server, Path directory) {
    hook(
        () -> {
          try {
            server.close();
          } catch (Exception e) {
            System.err.println("a test server did not close: " + e);
          }
          delete(directory);
        });
  }

  /// A new directory that is gone when the JVM ends.
  static Path directory(String prefix) {
    Path directory = keptDirectory(prefix);
    hook(() -> delete(directory));
    return directory;
  }

  /// A new directory that somebody else removes.
  static Path keptDirectory(String prefix) {
    try {
      return Files.createTempDirectory(prefix);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void hook(Runnable work) {
    Runtime.getRuntime().addShutdownHook(new Thread(work, "test-support-exit"));
  }

  static void delete(Path directory) {
    try (Stream<Path> tree = Files.walk(directory)) {
      tree.sorted(Comparator.reverseOrder()).forEach(AtExit::deleteOne);
    } catch (NoSuchFileException e) {
      // somebody was faster
    } catch (IOException | UncheckedIOException e) {
      System.err.println("a test directory was not removed: " + e);
    }
  }

  private static void deleteOne(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
