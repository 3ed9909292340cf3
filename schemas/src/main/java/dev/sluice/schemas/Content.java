package dev.sluice.schemas;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import org.jspecify.annotations.Nullable;

/// What a customer sent. A closed set; whatever Sluice does not know becomes [Unsupported] and
/// still reaches the inbox.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(Content.Text.class),
  @JsonSubTypes.Type(Content.Media.class),
  @JsonSubTypes.Type(Content.Unsupported.class)
})
public sealed interface Content {

  /// The words a model can read; empty when there are none.
  String words();

  /// Plain text, as typed.
  @JsonTypeName("text")
  record Text(String body) implements Content {
    public Text {
      requireNonNull(body, "body");
    }

    @Override
    public String words() {
      return body;
    }

    @Override
    public String toString() {
      return "Text[%d characters]".formatted(body.length());
    }
  }

  /// A picture, recording, film, document or sticker, kept by reference.
  ///
  /// @param kind the channel's own word: `image`, `video`, `audio`, `document`, `sticker`, `file`,
  ///   `share`, …
  /// @param reference the channel's media id, or the address where the channel serves it
  /// @param mimeType absent where the channel does not tell (Messenger, Instagram)
  /// @param caption what the customer wrote beside it
  @JsonTypeName("media")
  record Media(String kind, String reference, @Nullable String mimeType, @Nullable String caption)
      implements Content {
    public Media {
      requireNonNull(kind, "kind");
      requireNonNull(reference, "reference");
    }

    @Override
    public String words() {
      return caption == null ? "" : caption;
    }

    @Override
    public String toString() {
      return "Media[%s]".formatted(kind);
    }
  }

  /// A message of a type Sluice does not read yet; the original stays in the topic `webhooks`.
  ///
  /// @param kind the channel's own name of the type
  @JsonTypeName("unsupported")
  record Unsupported(String kind) implements Content {
    public Unsupported {
      requireNonNull(kind, "kind");
    }

    @Override
    public String words() {
      return "";
    }
  }
}
