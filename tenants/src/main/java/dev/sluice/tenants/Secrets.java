package dev.sluice.tenants;

import dev.sluice.schemas.SecretRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What secret references stand for in this process. Thread-safe.
///
/// An environment variable is read as it is. A file is read as UTF-8 without its last line break,
/// and read again when its time, size or identity has changed, so a rotated secret needs no
/// restart. An empty secret is no secret.
public final class Secrets {

  /// The longest secret read from a file, in bytes: four times a 16 KiB key in PEM.
  private static final int FILE_BYTES_MAX = 64 * 1024;

  /// Files remembered at once; beyond that the memory starts afresh and each is read once more. Ten
  /// thousand tenants with three secrets each hold this many.
  private static final int FILES_MAX = 30_000;

  private final Map<String, String> environment;
  private final Map<SecretRef, Seen> files = new ConcurrentHashMap<>();

  /// What a file held, and how it looked when it was read.
  private record Seen(FileTime modified, long size, @Nullable Object identity, String secret) {
    boolean matches(BasicFileAttributes now) {
      return modified.equals(now.lastModifiedTime())
          && size == now.size()
          && Objects.equals(identity, now.fileKey());
    }
  }

  private Secrets(Map<String, String> environment) {
    this.environment = environment;
  }

  /// Resolves against the environment and the files of this process.
  public static Secrets ofThisProcess() {
    return new Secrets(System.getenv());
  }

  /// Resolves variables against the given map instead of the process's environment; files as usual.
  public static Secrets withEnvironment(Map<String, String> environment) {
    return new Secrets(Map.copyOf(environment));
  }

  /// The secret itself. Reads a file, so it may block for as long as the file system does.
  ///
  /// @throws SecretUnavailable when the variable is not set, the file cannot be read, or it is
  ///   empty
  public String resolve(SecretRef reference) {
    return reference.isEnvironment() ? fromEnvironment(reference) : fromFile(reference);
  }

  private String fromEnvironment(SecretRef reference) {
    String value = environment.get(reference.target());
    if (value == null) {
      throw new SecretUnavailable(reference, "is not set");
    }
    if (value.isEmpty()) {
      throw new SecretUnavailable(reference, "is empty");
    }
    return value;
  }

  private String fromFile(SecretRef reference) {
    try {
      Path path = Path.of(reference.target());
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      Seen seen = files.get(reference);
      if (seen != null && seen.matches(now)) {
        return seen.secret();
      }
      String secret = read(reference, path);
      remember(reference, new Seen(now.lastModifiedTime(), now.size(), now.fileKey(), secret));
      return secret;
    } catch (NoSuchFileException e) {
      throw new SecretUnavailable(reference, "does not exist");
    } catch (CharacterCodingException e) {
      throw new SecretUnavailable(reference, "is not UTF-8 text");
    } catch (InvalidPathException e) {
      throw new SecretUnavailable(reference, "is not a path");
    } catch (IOException e) {
      throw new SecretUnavailable(
          reference, "cannot be read (%s)".formatted(e.getClass().getSimpleName()));
    }
  }

  private void remember(SecretRef reference, Seen seen) {
    if (files.size() >= FILES_MAX) {
      files.clear();
    }
    files.put(reference, seen);
  }

  private static String read(SecretRef reference, Path path) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(FILE_BYTES_MAX + 1);
    }
    if (bytes.length > FILE_BYTES_MAX) {
      throw new SecretUnavailable(reference, "is longer than %d bytes".formatted(FILE_BYTES_MAX));
    }
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    String secret = withoutLastLineBreak(text);
    if (secret.isEmpty()) {
      throw new SecretUnavailable(reference, "is empty");
    }
    return secret;
  }

  private static String withoutLastLineBreak(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }
}
