package dev.sluice.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.schemas.SecretRef;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {

  private final Path directory;

  SecretsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void shouldResolveEnvironmentVariables() {
    // Given
    Secrets secrets = Secrets.withEnvironment(Map.of("TOKEN", "s3cret\n"));

    // When
    String secret = secrets.resolve(new SecretRef("env:TOKEN"));

    // Then
    assertThat(secret).isEqualTo("s3cret\n");
  }

  @ParameterizedTest
  @CsvSource({"'a b', 'a b'", "'ab\n', ab", "'ab\r\n', ab", "'ab\n\n', 'ab\n'"})
  void shouldStripOneTrailingLineBreakOfAFile(String content, String expected) throws Exception {
    // Given
    Path file = Files.writeString(directory.resolve("secret"), content);

    // When
    String secret = Secrets.ofThisProcess().resolve(reference(file));

    // Then
    assertThat(secret).isEqualTo(expected);
  }

  @Test
  void shouldReadAFileAgainWhenItHasChanged() throws Exception {
    // Given
    Secrets secrets = Secrets.ofThisProcess();
    Path file = Files.writeString(directory.resolve("secret"), "before");
    secrets.resolve(reference(file));
    Path next = Files.writeString(directory.resolve("next"), "afterw");
    Files.setLastModifiedTime(next, Files.getLastModifiedTime(file));
    Files.move(next, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    // When
    String secret = secrets.resolve(reference(file));

    // Then
    assertThat(secret).isEqualTo("afterw");
  }

  @Test
  void shouldForgetASecretWhoseFileIsGone() throws Exception {
    // Given
    Secrets secrets = Secrets.ofThisProcess();
    Path file = Files.writeString(directory.resolve("secret"), "value");
    secrets.resolve(reference(file));
    Files.delete(file);

    // When // Then
    assertThatThrownBy(() -> secrets.resolve(reference(file)))
        .isInstanceOf(SecretUnavailable.class)
        .hasMessage("secret 'file:%s' does not exist", file);
  }

  @Test
  void shouldNameTheReferenceWhenThereIsNoSecret() throws Exception {
    // Given
    Secrets secrets = Secrets.withEnvironment(Map.of("EMPTY", ""));
    Path empty = Files.writeString(directory.resolve("empty"), "\n");
    Path large = Files.write(directory.resolve("large"), new byte[64 * 1024 + 1]);
    Path binary =
        Files.write(directory.resolve("binary"), "ü".getBytes(StandardCharsets.ISO_8859_1));

    // When // Then
    assertUnavailable(secrets, new SecretRef("env:ABSENT"), "is not set");
    assertUnavailable(secrets, new SecretRef("env:EMPTY"), "is empty");
    assertUnavailable(secrets, reference(empty), "is empty");
    assertUnavailable(secrets, reference(large), "is longer than 65536 bytes");
    assertUnavailable(secrets, reference(binary), "is not UTF-8 text");
    assertUnavailable(secrets, reference(directory), "cannot be read (IOException)");
    assertUnavailable(secrets, new SecretRef("file:\0"), "is not a path");
  }

  private static void assertUnavailable(Secrets secrets, SecretRef reference, String why) {
    assertThatThrownBy(() -> secrets.resolve(reference))
        .isInstanceOf(SecretUnavailable.class)
        .hasMessage("secret '%s' %s", reference.value(), why);
  }

  private static SecretRef reference(Path file) {
    return new SecretRef("file:" + file);
  }
}
