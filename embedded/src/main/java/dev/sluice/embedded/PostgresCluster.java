package dev.sluice.embedded;

import dev.sluice.embedded.EmbeddedStartException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files of one database cluster: the cluster itself in `cluster`, beside it the superuser's
/// password in `superuser.password`, readable by the owner only.
///
/// @param directory the cluster directory, PostgreSQL's PGDATA
/// @param passwordFile the password's file; written before the cluster is initialised with it
record PostgresCluster(Path directory, Path passwordFile) {

  private static final Logger log = LoggerFactory.getLogger(PostgresCluster.class);

  /// Version of the binaries this module ships, as PostgreSQL writes it into `PG_VERSION`.
  private static final String MAJOR_VERSION = "18";

  /// 192 bits, so that no one guesses it over the network of this machine.
  private static final int PASSWORD_BYTES = 24;

  static PostgresCluster in(Path dataDirectory) {
    return new PostgresCluster(
        dataDirectory.resolve("cluster"), dataDirectory.resolve("superuser.password"));
  }

  /// Makes the directory ready for a start: puts an initialisation that was killed half-way aside,
  /// never deletes one, and creates the password of a new cluster.
  ///
  /// @throws EmbeddedStartException if the cluster is of another version, lost its password, or its
  ///   files cannot be read or written
  void prepare() {
    try {
      if (Files.exists(directory) && Files.notExists(initialised())) {
        Path aside = directory.resolveSibling("cluster.incomplete-" + Instant.now().toEpochMilli());
        Files.move(directory, aside);
        log.atWarn()
            .addKeyValue("reason", "initialisation was interrupted")
            .log("moved an incomplete database cluster to {}", aside);
      }
      if (Files.exists(directory)) {
        requireUsable();
        Files.deleteIfExists(directory.resolve("epg-lock"));
      } else if (Files.notExists(passwordFile)) {
        createPassword();
      }
    } catch (IOException e) {
      throw notUsable(e.toString(), e);
    }
  }

  /// Records that the cluster is complete. To be called between its initialisation and first start.
  void markInitialised() {
    try {
      Files.write(initialised(), new byte[0]);
    } catch (IOException e) {
      throw notUsable(e.toString(), e);
    }
  }

  String password() {
    try {
      return Files.readString(passwordFile, StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      throw notUsable(e.toString(), e);
    }
  }

  private Path initialised() {
    return directory.resolve("sluice.initialised");
  }

  private void requireUsable() throws IOException {
    String version = Files.readString(directory.resolve("PG_VERSION")).strip();
    if (!version.equals(MAJOR_VERSION)) {
      throw notUsable(
          "it was written by PostgreSQL " + version + ", this is " + MAJOR_VERSION, null);
    }
    if (Files.notExists(passwordFile)) {
      throw notUsable("its password file " + passwordFile + " is missing", null);
    }
  }

  private void createPassword() throws IOException {
    byte[] secret = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(secret);
    Path draft = passwordFile.resolveSibling("superuser.password.new");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    Files.move(draft, passwordFile, StandardCopyOption.ATOMIC_MOVE);
  }

  private EmbeddedStartException notUsable(String why, @Nullable IOException cause) {
    String sentence = "database cluster " + directory + " is not usable: " + why;
    return cause == null
        ? new EmbeddedStartException(Reason.DIRECTORY_NOT_USABLE, sentence)
        : new EmbeddedStartException(Reason.DIRECTORY_NOT_USABLE, sentence, cause);
  }
}
