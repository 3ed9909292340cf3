package dev.sluice.topology;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// What the stores of an instance leave on disk between two runs, and what of it is still good.
///
/// A store writes to disk when a buffer in memory is full, and when it is closed. What a crash
/// leaves is therefore good only where nothing was written since the start: it is the state of the
/// last clean close, from which the changelog leads on. Everything else is deleted here, before
/// Kafka Streams opens it and does worse: a store that was written to and not closed makes version
/// 4.3.1 declare its task corrupted, but it forgets to close the segments opened before. Nothing in
/// this process can open them again, and the task never starts.
///
/// One thread, the one that starts and closes the instance.
final class LocalState {

  /// There while an instance runs and as old as its start; still there when it has crashed.
  private static final String RUNNING = "running";

  /// Below it Kafka Streams keeps the stores that have no segments.
  private static final String UNSEGMENTED = "rocksdb";

  /// How the files end in which RocksDB keeps what it has written.
  private static final String TABLE = ".sst";

  private final Path application;

  /// @param application the application's directory below the state directory; need not exist
  LocalState(Path application) {
    this.application = application;
  }

  /// Deletes what cannot be used. To be called when Kafka Streams has locked the directory and has
  /// not yet opened a store.
  ///
  /// @throws UncheckedIOException when a file can be neither read nor deleted
  void begin() {
    try {
      Files.createDirectories(application);
      Path running = application.resolve(RUNNING);
      if (Files.exists(running)) {
        deleteUnfinished(Files.getLastModifiedTime(running));
      }
      Files.deleteIfExists(running);
      Files.createFile(running);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// To be called when all stores have been closed: what is on disk is good.
  ///
  /// @throws UncheckedIOException when that cannot be noted
  void end() {
    try {
      Files.deleteIfExists(application.resolve(RUNNING));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void deleteUnfinished(FileTime start) throws IOException {
    for (Path task : directoriesIn(application)) {
      for (Path store : stores(task)) {
        if (!isOlder(store, start)) {
          delete(task);
          break;
        }
      }
    }
  }

  /// Whether a store has been written to disk, and not since that time.
  private static boolean isOlder(Path store, FileTime start) throws IOException {
    List<Path> tables;
    try (Stream<Path> all = Files.walk(store)) {
      tables = all.filter(file -> file.toString().endsWith(TABLE)).toList();
    }
    for (Path table : tables) {
      if (Files.getLastModifiedTime(table).compareTo(start) >= 0) {
        return false;
      }
    }
    return !tables.isEmpty();
  }

  private static List<Path> stores(Path task) throws IOException {
    List<Path> stores = new ArrayList<>();
    for (Path directory : directoriesIn(task)) {
      if (directory.endsWith(UNSEGMENTED)) {
        stores.addAll(directoriesIn(directory));
      } else {
        stores.add(directory);
      }
    }
    return stores;
  }

  private static List<Path> directoriesIn(Path parent) throws IOException {
    List<Path> directories = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, Files::isDirectory)) {
      all.forEach(directories::add);
    }
    return directories;
  }

  private static void delete(Path directory) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(directory)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException e) {
      return;
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
