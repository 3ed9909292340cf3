package dev.sluice.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SignaturesTest {

  /// Test case 2 of RFC 4231.
  @Test
  void shouldSignAsTheStandardSays() {
    // Given
    byte[] body = "what do ya want for nothing?".getBytes(StandardCharsets.UTF_8);

    // When
    String signature = Signatures.sha256(body, "Jefe");

    // Then
    assertThat(signature)
        .isEqualTo("sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  }
}
