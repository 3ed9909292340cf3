package dev.sluice.schemas;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonTypeName;
import org.jspecify.annotations.Nullable;

/// A public comment.
///
/// @param kind the channel's own word: `comments`, `live_comments`, `feed`
/// @param post what it is on
/// @param parent the comment it answers
@JsonTypeName("comment")
public record PublicComment(
    String kind, @Nullable String post, @Nullable String parent, String body) implements Content {
  public PublicComment {
    requireNonNull(kind, "kind");
    requireNonNull(body, "body");
  }

  @Override
  public String words() {
    return body;
  }

  @Override
  public String toString() {
    return "PublicComment[%d characters]".formatted(body.length());
  }
}
