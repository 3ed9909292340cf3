package dev.sluice.launcher;

import dev.sluice.schemas.SecretRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Random secrets, each in a file that only its owner can read.
///
/// @param directory exists
public record SecretFiles(Path directory) {

  /// 128 bits: the length of the secrets Meta gives its apps, out of reach of guessing.
  private static final int SECRET_BYTES = 16;

  private static final SecureRandom RANDOM = new SecureRandom();

  /// The secret of that name, made up now unless it exists.
  public SecretRef of(String name) throws IOException {
    Path file = pathOf(name);
    if (!Files.exists(file)) {
      byte[] secret = new byte[SECRET_BYTES];
      RANDOM.nextBytes(secret);
      Path draft =
          Files.createTempFile(
              directory,
              ".draft",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(draft, HexFormat.of().formatHex(secret) + "\n", StandardCharsets.US_ASCII);
      Files.move(draft, file);
    }
    return new SecretRef("file:" + file);
  }

  /// Where the secret of that name is kept.
  public Path pathOf(String name) {
    return directory.resolve(name);
  }

  /// The secret of that name itself.
  public String read(String name) throws IOException {
    return Files.readString(pathOf(name), StandardCharsets.US_ASCII).strip();
  }
}
