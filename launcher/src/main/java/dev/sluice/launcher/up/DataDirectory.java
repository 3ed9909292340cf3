package dev.sluice.launcher.up;

import dev.sluice.launcher.CannotStart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where one installation keeps everything: readable by its owner only.
///
/// @param root absolute
public record DataDirectory(Path root) {

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private static final String VARIABLE = "SLUICE_DATA";

  /// Set by the script `sluice` to the checkout it belongs to.
  private static final String HOME = "SLUICE_HOME";

  public DataDirectory {
    root = root.toAbsolutePath().normalize();
  }

  /// The directory asked for, else `SLUICE_DATA`, else `.sluice/data` in the checkout.
  public static DataDirectory of(@Nullable Path asked, Map<String, String> environment) {
    if (asked != null) {
      return new DataDirectory(asked);
    }
    String variable = environment.get(VARIABLE);
    if (variable != null && !variable.isBlank()) {
      return new DataDirectory(Path.of(variable));
    }
    return new DataDirectory(Path.of(environment.getOrDefault(HOME, "."), ".sluice", "data"));
  }

  /// Creates the directory and what the launcher itself writes into.
  ///
  /// @throws CannotStart when it cannot be created or written
  public void create() {
    try {
      for (Path directory : new Path[] {root, secrets(), run(), logs(), streams()}) {
        Files.createDirectories(directory, OWNER_ONLY);
      }
      Files.delete(Files.createTempFile(root, ".writable", ""));
    } catch (IOException e) {
      throw new CannotStart(
          "data directory %s cannot be created or written (%s); choose another with --data"
              .formatted(root, e.getClass().getSimpleName()),
          e);
    }
  }

  /// Kafka's log.
  public Path kafka() {
    return root.resolve("kafka");
  }

  /// PostgreSQL's cluster.
  public Path postgres() {
    return root.resolve("postgres");
  }

  /// State of the stream processors; can be rebuilt from Kafka.
  public Path streams() {
    return root.resolve("streams");
  }

  /// Secrets of the tenants created here.
  public Path secrets() {
    return root.resolve("secrets");
  }

  /// The log of this process.
  public Path logFile() {
    return logs().resolve("sluice.log");
  }

  /// The address of the running Kafka; empty when none is running here. A process that was killed
  /// leaves its address behind.
  public Optional<String> bootstrapServers() {
    try {
      return Optional.of(Files.readString(bootstrapFile(), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Publishes the address of the running Kafka until the result is closed.
  AutoCloseable publishBootstrapServers(String servers) throws IOException {
    Files.writeString(bootstrapFile(), servers + "\n", StandardCharsets.UTF_8);
    return () -> Files.deleteIfExists(bootstrapFile());
  }

  private Path bootstrapFile() {
    return run().resolve("kafka.bootstrap");
  }

  private Path run() {
    return root.resolve("run");
  }

  private Path logs() {
    return root.resolve("logs");
  }
}
