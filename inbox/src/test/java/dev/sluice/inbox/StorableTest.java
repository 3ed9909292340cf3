package dev.sluice.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.Content;
import org.junit.jupiter.api.Test;

class StorableTest {

  @Test
  void shouldReplaceWhatPostgresCannotHold() {
    // When
    String text = Storable.text("a\u0000b\uD83Dc\uDE00d");

    // Then
    assertThat(text).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd");
  }

  @Test
  void shouldKeepEverythingElse() {
    // Given
    String words = "não é 😀 \u0001\n\t\\u0000";

    // When
    String text = Storable.text(words);

    // Then
    assertThat(text).isEqualTo(words);
  }

  @Test
  void shouldReplaceInsideJsonToo() {
    // When
    String json = Storable.json(new Content.Text("a\u0000b \\u0000"));

    // Then
    assertThat(json).isEqualTo("{\"type\":\"text\",\"body\":\"a\uFFFDb \\\\u0000\"}");
  }
}
