package dev.sluice.topology;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Removes what an idle task leaves on disk: a store's directory with nothing in it.
///
/// Kafka Streams 4.3 keeps the offset of a window store in its segments. A task that has never seen
/// a message has none, and so no offset; its directory is there all the same, which under exactly
/// once is taken for the trace of a crash: the task is declared corrupted, wiped and started once
/// more, at every start. Without the empty directory it simply begins.
final class EmptyStores {

  private EmptyStores() {}

  /// Only deletes directories that are empty; the operating system sees to that.
  ///
  /// @param application the application's directory below the state directory; need not exist
  static void remove(Path application) {
    if (!Files.isDirectory(application)) {
      return;
    }
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(application, Files::isDirectory)) {
      for (Path task : tasks) {
        removeIfEmpty(task.resolve(Names.SEEN_STORE));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void removeIfEmpty(Path store) throws IOException {
    try {
      Files.deleteIfExists(store);
    } catch (DirectoryNotEmptyException e) {
      // it holds segments, and with them its offset
    }
  }
}
