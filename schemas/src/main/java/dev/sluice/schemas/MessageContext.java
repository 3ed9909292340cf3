package dev.sluice.schemas;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// What a message refers to, and where it was written.
///
/// @param replyTo the id of the message it answers
/// @param forwarded absent when the customer wrote it
/// @param catalog of the product it asks about
/// @param product it asks about, by the tenant's own name
/// @param story the story it answers: its address, or its id where the channel gives none
/// @param referral what brought the customer here
/// @param group the group it was written in; replies go there
public record MessageContext(
    @Nullable String replyTo,
    @Nullable Forwarded forwarded,
    @Nullable String catalog,
    @Nullable String product,
    @Nullable String story,
    @Nullable Referral referral,
    @Nullable Address group) {

  /// Refers to nothing.
  public static final MessageContext NONE =
      new MessageContext(null, null, null, null, null, null, null);

  /// How far a message has travelled.
  public enum Forwarded {
    @JsonProperty("once")
    ONCE,
    @JsonProperty("often")
    OFTEN
  }

  /// An advertisement or a link that led to us.
  ///
  /// @param source what it was, by the channel's name: `ad`, `post`, `SHORTLINK`, …
  /// @param origin the channel's id of it
  /// @param link where it is
  /// @param click the channel's id of the click (`ctwa_clid`)
  /// @param reference what our own link carried
  public record Referral(
      @Nullable String source,
      @Nullable String origin,
      @Nullable String link,
      @Nullable String click,
      @Nullable String reference) {

    @Override
    public String toString() {
      return "Referral[%s]".formatted(source);
    }
  }

  @Override
  public String toString() {
    return "MessageContext[masked]";
  }
}
