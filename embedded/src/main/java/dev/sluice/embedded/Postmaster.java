package dev.sluice.embedded;

import dev.sluice.embedded.EmbeddedStartException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The PostgreSQL process of one cluster directory, as its `postmaster.pid` names it.
///
/// PostgreSQL outlives a process that dies without closing it. Its owner has to hold the
/// [DirectoryLock] of the directory: then a live postmaster belongs to nobody and may be stopped.
final class Postmaster {

  private static final Logger log = LoggerFactory.getLogger(Postmaster.class);

  /// A fast shutdown writes a checkpoint of at most `shared_buffers`, 32 MB: under a second on any
  /// disk, and 20 s on one that is very busy.
  private static final Duration FAST_SHUTDOWN = Duration.ofSeconds(20);

  /// An immediate shutdown writes nothing; PostgreSQL itself kills its children after 5 s.
  private static final Duration IMMEDIATE_SHUTDOWN = Duration.ofSeconds(10);

  /// How often the end of the process is looked for: a fast shutdown takes some 100 ms.
  private static final Duration POLL = Duration.ofMillis(10);

  private Postmaster() {}

  /// Stops the server of this cluster if one is running, and removes a `postmaster.pid` whose
  /// number now belongs to another program. A file naming a process that no longer exists is left
  /// for PostgreSQL, which looks for surviving children before it takes the directory.
  ///
  /// @throws EmbeddedStartException if the server does not end within 30 s
  static void stopIfRunning(Path cluster) {
    Optional<ProcessHandle> named = named(cluster);
    if (named.isEmpty()) {
      return;
    }
    long pid = named.get().pid();
    if (isPostmaster(named.get(), cluster)) {
      log.atWarn().addKeyValue("reason", "left behind").log("stopping a PostgreSQL without owner");
      signal(pid, "INT");
      if (!awaitEnd(named.get(), cluster, FAST_SHUTDOWN)) {
        signal(pid, "QUIT");
        if (!awaitEnd(named.get(), cluster, IMMEDIATE_SHUTDOWN)) {
          throw new EmbeddedStartException(
              Reason.DIRECTORY_IN_USE,
              "PostgreSQL process " + pid + " on " + cluster + " does not stop; end it by hand");
        }
      }
    }
    deletePidFile(cluster);
  }

  private static Optional<ProcessHandle> named(Path cluster) {
    try {
      List<String> lines = Files.readAllLines(pidFile(cluster), StandardCharsets.UTF_8);
      return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()));
    } catch (IOException | RuntimeException e) {
      // No file, or one that was never completely written: nobody is named.
      return Optional.empty();
    }
  }

  /// Whether the process is a PostgreSQL started on this directory; a number alone may have been
  /// given to another program since, and an ended process that nobody has waited for has no
  /// command.
  private static boolean isPostmaster(ProcessHandle process, Path cluster) {
    return process
        .info()
        .commandLine()
        .filter(line -> line.contains("postgres") && line.contains(cluster.toString()))
        .isPresent();
  }

  private static boolean awaitEnd(ProcessHandle process, Path cluster, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (isPostmaster(process, cluster)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        Thread.sleep(POLL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  /// The shell's own `kill`: Java sends only TERM, which waits for clients, and KILL, which would
  /// leave children behind.
  private static void signal(long pid, String name) {
    try {
      new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new EmbeddedStartException(
          Reason.DID_NOT_START, "cannot send a signal to PostgreSQL process " + pid, e);
    }
  }

  private static void deletePidFile(Path cluster) {
    try {
      Files.deleteIfExists(pidFile(cluster));
    } catch (IOException e) {
      throw new EmbeddedStartException(
          Reason.DIRECTORY_NOT_USABLE, "cannot remove the stale " + pidFile(cluster), e);
    }
  }

  private static Path pidFile(Path cluster) {
    return cluster.resolve("postmaster.pid");
  }
}
