package dev.sluice.inbox;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.sluice.schemas.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Text and JSON as PostgreSQL can hold them: it has no NUL, and UTF-8 has no half of a surrogate
/// pair. A customer's phone can send both; each becomes U+FFFD.
final class Storable {

  private static final char REPLACEMENT = '\uFFFD';

  private static final ObjectMapper MAPPER =
      Json.mapper()
          .copy()
          .registerModule(new SimpleModule().addSerializer(String.class, new Text()));

  private Storable() {}

  static String text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return repaired(text);
      }
    }
    return text;
  }

  static @Nullable String textOrNull(@Nullable String text) {
    return text == null ? null : text(text);
  }

  /// @throws IllegalStateException when the value cannot be written as JSON
  static String json(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value.getClass().getSimpleName(), e);
    }
  }

  private static String repaired(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().map(c -> c == 0 || isHalf(c) ? REPLACEMENT : c).forEach(out::appendCodePoint);
    return out.toString();
  }

  private static boolean isHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static final class Text extends StdSerializer<String> {

    private static final long serialVersionUID = 1L;

    Text() {
      super(String.class);
    }

    @Override
    public void serialize(String value, JsonGenerator out, SerializerProvider ignored)
        throws IOException {
      out.writeString(text(value));
    }
  }
}
