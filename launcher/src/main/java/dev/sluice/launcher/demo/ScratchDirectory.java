package dev.sluice.launcher.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A demo's temporary directory, gone when the demo is.
///
/// A lock on a file in it says that its demo lives; the operating system gives the lock up with the
/// process. So a directory of ours that nobody has locked was left by a demo that was killed: the
/// next one ends its database server, which outlives it, and deletes it.
final class ScratchDirectory implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ScratchDirectory.class);

  private static final String PREFIX = "sluice-demo-";
  private static final String LOCK = ".lock";

  /// PostgreSQL's own file: its first line is the process id of the server.
  private static final String POSTMASTER_PID = "postmaster.pid";

  /// scratch/postgres/cluster/postmaster.pid, and one to spare.
  private static final int POSTMASTER_DEPTH = 4;

  /// A server without clients stops in well under a second.
  private static final Duration SERVER_STOP = Duration.ofSeconds(10);

  private final Path directory;
  private final FileChannel lock;

  private ScratchDirectory(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /// A new directory below `parent`, readable by its owner only, after the leftovers of killed
  /// demos have been removed.
  static ScratchDirectory create(Path parent) throws IOException {
    sweep(parent);
    Path directory = Files.createTempDirectory(parent, PREFIX);
    return lock(directory)
        .map(channel -> new ScratchDirectory(directory, channel))
        .orElseThrow(() -> new IOException(directory + " was locked by somebody else"));
  }

  Path path() {
    return directory;
  }

  /// Deletes the directory. What used it must be closed.
  @Override
  public void close() throws IOException {
    delete(directory);
    lock.close();
  }

  /// Leaves the directory where it is, until the next demo.
  void keep() throws IOException {
    lock.close();
  }

  private static void sweep(Path parent) throws IOException {
    try (DirectoryStream<Path> candidates = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path candidate : candidates) {
        try {
          removeIfAbandoned(candidate);
        } catch (IOException | UncheckedIOException e) {
          log.atInfo()
              .addKeyValue("reason", e.getClass().getSimpleName())
              .addKeyValue("directory", candidate)
              .log("a leftover of a killed demo could not be removed");
        }
      }
    }
  }

  /// A directory without a lock file may be one that is being created right now: left alone.
  private static void removeIfAbandoned(Path candidate) throws IOException {
    if (!Files.isDirectory(candidate, LinkOption.NOFOLLOW_LINKS)
        || !Files.exists(candidate.resolve(LOCK))) {
      return;
    }
    Optional<FileChannel> lock = lock(candidate);
    if (lock.isPresent()) {
      try (FileChannel held = lock.get()) {
        stopServers(candidate);
        delete(candidate);
        log.atInfo().addKeyValue("held", held.isOpen()).log("removed what a killed demo had left");
      }
    }
  }

  private static Optional<FileChannel> lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(channel);
      }
    } catch (OverlappingFileLockException e) {
      // held by this very process
    }
    channel.close();
    return Optional.empty();
  }

  private static void stopServers(Path directory) throws IOException {
    List<Path> pidFiles;
    try (Stream<Path> files = Files.walk(directory, POSTMASTER_DEPTH)) {
      pidFiles = files.filter(file -> file.endsWith(POSTMASTER_PID)).toList();
    }
    for (Path pidFile : pidFiles) {
      String pid =
          Files.readString(pidFile, StandardCharsets.US_ASCII).lines().findFirst().orElse("");
      if (pid.chars().allMatch(Character::isDigit) && !pid.isEmpty()) {
        ProcessHandle.of(Long.parseLong(pid))
            .filter(ScratchDirectory::isPostgres)
            .ifPresent(ScratchDirectory::stop);
      }
    }
  }

  /// The number may belong to another program by now.
  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().filter(command -> command.endsWith("/postgres")).isPresent();
  }

  private static void stop(ProcessHandle server) {
    server.destroy();
    try {
      server.onExit().get(SERVER_STOP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      server.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
