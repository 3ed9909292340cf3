package dev.sluice.schemas;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/// What a piece of media is, to the channel that carries it.
public enum MediaKind {
  @JsonProperty("image")
  IMAGE,
  @JsonProperty("video")
  VIDEO,
  @JsonProperty("audio")
  AUDIO,
  @JsonProperty("document")
  DOCUMENT,
  @JsonProperty("sticker")
  STICKER;

  /// The name used in JSON, which is also the channel's.
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether words can stand beside it.
  boolean takesCaption() {
    return switch (this) {
      case IMAGE, VIDEO, DOCUMENT -> true;
      case AUDIO, STICKER -> false;
    };
  }

  /// Whether a template can have it on top.
  boolean isHeader() {
    return switch (this) {
      case IMAGE, VIDEO, DOCUMENT -> true;
      case AUDIO, STICKER -> false;
    };
  }
}
