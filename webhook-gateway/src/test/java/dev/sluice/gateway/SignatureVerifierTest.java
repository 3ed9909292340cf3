package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureVerifierTest {

  /// RFC 4231, test case 2.
  private static final byte[] BODY =
      "what do ya want for nothing?".getBytes(StandardCharsets.UTF_8);

  private static final String SECRET = "Jefe";
  private static final String DIGITS =
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
  private static final String SIGNATURE = "sha256=" + DIGITS;

  @Test
  void shouldAcceptTheSignatureOfTheBytes() {
    // When
    boolean signed = SignatureVerifier.isSigned(BODY, List.of(SIGNATURE), List.of(SECRET));

    // Then
    assertThat(signed).isTrue();
  }

  @Test
  void shouldAcceptAnyOfSeveralSecrets() {
    // When
    boolean signed =
        SignatureVerifier.isSigned(BODY, List.of(SIGNATURE), List.of("first", SECRET, "third"));

    // Then
    assertThat(signed).isTrue();
  }

  @Test
  void shouldRefuseOtherBytes() {
    // Given
    byte[] other = "what do ya want for nothing?\n".getBytes(StandardCharsets.UTF_8);

    // When
    boolean signed = SignatureVerifier.isSigned(other, List.of(SIGNATURE), List.of(SECRET));

    // Then
    assertThat(signed).isFalse();
  }

  @Test
  void shouldRefuseEverythingWithoutASecret() {
    // When
    boolean signed = SignatureVerifier.isSigned(BODY, List.of(SIGNATURE), List.of());

    // Then
    assertThat(signed).isFalse();
  }

  @Test
  void shouldRefuseSeveralHeaders() {
    // When
    boolean signed =
        SignatureVerifier.isSigned(BODY, List.of(SIGNATURE, SIGNATURE), List.of(SECRET));

    // Then
    assertThat(signed).isFalse();
  }

  @Test
  void shouldRefuseAMissingHeader() {
    // When
    boolean signed = SignatureVerifier.isSigned(BODY, List.of(), List.of(SECRET));

    // Then
    assertThat(signed).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha256=",
        DIGITS,
        "SHA256=" + DIGITS,
        "sha1=" + DIGITS,
        " " + SIGNATURE,
        SIGNATURE + "\n",
        SIGNATURE + "0",
        SIGNATURE + "," + SIGNATURE,
        "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec384",
        "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec384g",
        "sha256=6bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      })
  void shouldRefuseAnyOtherForm(String header) {
    // When
    boolean signed = SignatureVerifier.isSigned(BODY, List.of(header), List.of(SECRET));

    // Then
    assertThat(signed).isFalse();
  }
}
