package dev.sluice.embedded;

import com.sun.security.auth.module.UnixSystem;
import dev.sluice.embedded.EmbeddedStartException.Reason;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// Where the PostgreSQL binaries of this user lie unpacked: 60 MB in the temporary directory, one
/// directory per user, closed to all others, because whoever may write there runs code as this
/// user.
///
/// An unpacking that was killed half-way is thrown away and repeated: only after a server has run
/// from the directory is it marked complete.
final class PostgresBinaries {

  /// Channels of one process must not wait for each other's lock on a file.
  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

  private PostgresBinaries() {}

  /// Starts a server, alone on this machine's user if the binaries are not known to be complete.
  ///
  /// @throws EmbeddedStartException if the directory belongs to another user
  static EmbeddedPostgres start(Start start) throws IOException {
    Path home = privateHome();
    Path unpacked = home.resolve("unpacked");
    Path complete = home.resolve("complete");
    if (Files.exists(complete)) {
      return start.from(unpacked);
    }
    ONE_AT_A_TIME.lock();
    try (FileChannel channel =
        FileChannel.open(
            home.resolve("unpacking.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock();
      if (Files.notExists(complete)) {
        deleteTree(unpacked);
      }
      EmbeddedPostgres postgres = start.from(unpacked);
      Files.write(complete, new byte[0]);
      return postgres;
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }

  /// Starts a server whose binaries are, or will be, unpacked in the directory given.
  @FunctionalInterface
  interface Start {
    EmbeddedPostgres from(Path unpacked) throws IOException;
  }

  static boolean isRoot() {
    return userId() == 0;
  }

  private static long userId() {
    return new UnixSystem().getUid();
  }

  private static Path privateHome() throws IOException {
    long me = userId();
    Path home = Path.of(System.getProperty("java.io.tmpdir"), "sluice-pg-" + me).toAbsolutePath();
    if (Files.notExists(home)) {
      Files.createDirectories(
          home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    boolean mine =
        Files.isDirectory(home, LinkOption.NOFOLLOW_LINKS)
            && Files.getAttribute(home, "unix:uid").equals((int) me);
    if (!mine) {
      throw new EmbeddedStartException(
          Reason.DIRECTORY_NOT_USABLE, home + " belongs to another user; remove it");
    }
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    return home;
  }

  private static void deleteTree(Path root) throws IOException {
    if (Files.notExists(root)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(root)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
