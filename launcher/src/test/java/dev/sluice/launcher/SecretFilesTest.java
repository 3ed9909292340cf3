package dev.sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFilesTest {

  private final Path directory;

  SecretFilesTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void shouldKeepASecretThatOnlyItsOwnerCanRead() throws Exception {
    // Given
    SecretFiles secrets = new SecretFiles(directory);

    // When
    String reference = secrets.of("acme.app-secret").value();

    // Then
    Path file = directory.resolve("acme.app-secret");
    assertThat(reference).isEqualTo("file:" + file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(secrets.read("acme.app-secret")).matches("[0-9a-f]{32}");
  }

  @Test
  void shouldKeepTheSecretItHas() throws Exception {
    // Given
    SecretFiles secrets = new SecretFiles(directory);
    secrets.of("acme.app-secret");
    String first = secrets.read("acme.app-secret");

    // When
    secrets.of("acme.app-secret");

    // Then
    assertThat(secrets.read("acme.app-secret")).isEqualTo(first);
  }
}
