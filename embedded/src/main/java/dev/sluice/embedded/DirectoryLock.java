package dev.sluice.embedded;

import dev.sluice.embedded.EmbeddedStartException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The exclusive right to one data directory, across processes and within this one.
///
/// It is a lock the kernel keeps on the file `in-use.lock` and drops with the process that holds
/// it, however that process ends; the file itself stays and carries the holder's process id for the
/// sentence another process prints. Thread-safe.
final class DirectoryLock implements AutoCloseable {

  private static final String FILE = "in-use.lock";

  /// Longest content of the lock file that is read back: a process id has at most 20 digits.
  private static final int HOLDER_BYTES = 32;

  /// Directories held by this process. Asked before the file is opened, because closing any channel
  /// on a file drops every POSIX lock this process has on it.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /// Creates `directory` if it is missing, readable by its owner only, and takes it. Never waits.
  ///
  /// @throws EmbeddedStartException if the directory is in use, or cannot be created or written
  static DirectoryLock acquire(Path directory) {
    Path real = created(directory);
    if (!HELD.add(real)) {
      throw inUse(real, "this process");
    }
    boolean acquired = false;
    try {
      DirectoryLock lock = new DirectoryLock(real, lockedChannel(real));
      acquired = true;
      return lock;
    } finally {
      if (!acquired) {
        HELD.remove(real);
      }
    }
  }

  /// The directory with its symbolic links resolved.
  Path directory() {
    return directory;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw notUsable(directory, e);
    } finally {
      HELD.remove(directory);
    }
  }

  private static Path created(Path directory) {
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      return directory.toRealPath();
    } catch (IOException e) {
      throw notUsable(directory, e);
    }
  }

  private static FileChannel lockedChannel(Path directory) {
    try {
      FileChannel channel =
          FileChannel.open(
              directory.resolve(FILE),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        String holder = holder(channel);
        channel.close();
        throw inUse(directory, holder);
      }
      String pid = Long.toString(ProcessHandle.current().pid());
      channel.truncate(0).write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
      return channel;
    } catch (IOException e) {
      throw notUsable(directory, e);
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(HOLDER_BYTES);
    channel.read(content, 0);
    String pid = new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII);
    return pid.isBlank() ? "another process" : "process " + pid.strip();
  }

  private static EmbeddedStartException inUse(Path directory, String holder) {
    return new EmbeddedStartException(
        Reason.DIRECTORY_IN_USE, "data directory " + directory + " is in use by " + holder);
  }

  private static EmbeddedStartException notUsable(Path directory, IOException cause) {
    return new EmbeddedStartException(
        Reason.DIRECTORY_NOT_USABLE,
        "data directory " + directory + " cannot be created or written: " + cause,
        cause);
  }
}
