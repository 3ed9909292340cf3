package dev.sluice.schemas;

import static java.util.Objects.requireNonNull;

/// One of several attachments of a message.
///
/// @param kind the channel's own word, as in [Content.Media]
/// @param reference the channel's id of it, or the address where the channel serves it
public record Attachment(String kind, String reference) {

  public Attachment {
    requireNonNull(kind, "kind");
    requireNonNull(reference, "reference");
  }

  @Override
  public String toString() {
    return "Attachment[%s]".formatted(kind);
  }
}
