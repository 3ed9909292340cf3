package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSyntaxTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " [1, 2.5e3, true, null, \"caf\\u00e9 \\/ é\"] \n",
        "{\"a\":{\"b\":[{}]}}",
        "7",
        "\"text\""
      })
  void shouldAcceptJson(String text) {
    // When
    boolean json = JsonSyntax.isJson(text.getBytes(StandardCharsets.UTF_8));

    // Then
    assertThat(json).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "{}{}",
        "{} x",
        "{'a':1}",
        "{\"a\"}",
        "nul",
        "[01]",
        "\"\\x\"",
        "a=b",
        "[\"\u0001\"]",
        "[\"open]",
        "\"open"
      })
  void shouldRefuseWhatIsNotJson(String text) {
    // When
    boolean json = JsonSyntax.isJson(text.getBytes(StandardCharsets.UTF_8));

    // Then
    assertThat(json).isFalse();
  }

  @Test
  void shouldRefuseBytesThatAreNotText() {
    // Given
    byte[] latin = "[\"é\"]".getBytes(StandardCharsets.ISO_8859_1);

    // When
    boolean json = JsonSyntax.isJson(latin);

    // Then
    assertThat(json).isFalse();
  }

  @Test
  void shouldAcceptAHundredLevelsAndRefuseMore() {
    // When
    boolean hundred = JsonSyntax.isJson(nested(100));
    boolean more = JsonSyntax.isJson(nested(101));
    boolean endless = JsonSyntax.isJson("[".repeat(4_000_000).getBytes(StandardCharsets.UTF_8));

    // Then
    assertThat(hundred).isTrue();
    assertThat(more).isFalse();
    assertThat(endless).isFalse();
  }

  private static byte[] nested(int levels) {
    return ("[".repeat(levels) + "]".repeat(levels)).getBytes(StandardCharsets.UTF_8);
  }
}
