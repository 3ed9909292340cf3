package dev.sluice.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A run's temporary directory, gone when the run is.
final class ScratchDirectory implements AutoCloseable {

  private final Path directory;

  private ScratchDirectory(Path directory) {
    this.directory = directory;
  }

  static ScratchDirectory create() throws IOException {
    return new ScratchDirectory(Files.createTempDirectory("sluice-bench-"));
  }

  Path path() {
    return directory;
  }

  /// Deletes the directory. What used it must have ended.
  @Override
  public void close() throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(directory)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
