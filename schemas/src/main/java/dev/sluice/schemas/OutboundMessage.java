package dev.sluice.schemas;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A message to be sent to one person through the tenant's provider.
///
/// @param messageId our own id, unique within the tenant; echoed by the provider where it can
/// @param campaign the campaign it belongs to; absent for a reply
/// @param times when it may be sent; absent for any time
public record OutboundMessage(
    TenantId tenant,
    String messageId,
    @Nullable CampaignId campaign,
    Channel channel,
    Address recipient,
    Body body,
    Instant createdAt,
    @Nullable SendTimes times) {

  /// What is sent.
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(Body.Text.class),
    @JsonSubTypes.Type(Body.Template.class),
    @JsonSubTypes.Type(Body.Media.class)
  })
  public sealed interface Body {

    /// Whether a channel takes it only while its 24-hour window is open, which the customer's last
    /// message opened; a template goes at any time.
    default boolean needsOpenWindow() {
      return switch (this) {
        case Text _, Media _ -> true;
        case Template _ -> false;
      };
    }

    /// Free text; a channel may refuse it outside its 24-hour window.
    @JsonTypeName("text")
    record Text(String text) implements Body {
      public Text {
        requireNonNull(text, "text");
      }

      @Override
      public String toString() {
        return "Text[%d characters]".formatted(text.length());
      }
    }

    /// A template the channel has approved, with the values of its placeholders.
    ///
    /// @param language a code such as `en_US`
    /// @param parameters the values of its body's placeholders, in order
    /// @param header what its header's placeholder holds; absent where it has none
    /// @param buttons what its buttons' placeholders hold, each button once at most
    @JsonTypeName("template")
    record Template(
        String name,
        String language,
        List<String> parameters,
        @Nullable TemplateHeader header,
        List<TemplateButton> buttons)
        implements Body {

      /// @throws InvalidSetting when two values are for the same button
      public Template {
        requireNonNull(name, "name");
        requireNonNull(language, "language");
        parameters = List.copyOf(parameters);
        buttons = List.copyOf(buttons);
        Contents.distinct(buttons);
      }

      /// A template with placeholders in its body only.
      public Template(String name, String language, List<String> parameters) {
        this(name, language, parameters, null, List.of());
      }

      /// Without buttons where a document has none: earlier versions wrote none.
      @JsonCreator
      static Template of(
          @JsonProperty("name") String name,
          @JsonProperty("language") String language,
          @JsonProperty("parameters") List<String> parameters,
          @JsonProperty("header") @Nullable TemplateHeader header,
          @JsonProperty("buttons") @Nullable List<TemplateButton> buttons) {
        return new Template(
            name, language, parameters, header, buttons == null ? List.of() : buttons);
      }

      @Override
      public String toString() {
        return "Template[%s %s]".formatted(name, language);
      }
    }

    /// A picture, film, recording, document or sticker, uploaded to the provider before. Free, like
    /// text: a channel may refuse it outside its 24-hour window.
    ///
    /// @param mediaId what the provider called it when it was uploaded
    /// @param caption words beside it; of an
    ///   [image](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/image-messages/),
    ///   a video or a document
    /// @param filename of a
    ///   [document](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/document-messages),
    ///   as the recipient sees it
    @JsonTypeName("media")
    record Media(
        MediaKind kind, String mediaId, @Nullable String caption, @Nullable String filename)
        implements Body {

      /// @throws InvalidSetting when the id is blank, or this kind has no caption or no filename
      public Media {
        requireNonNull(kind, "kind");
        Contents.notBlank("mediaId", requireNonNull(mediaId, "mediaId"));
        Contents.caption(kind, caption);
        Contents.filename(kind, filename);
      }

      @Override
      public String toString() {
        return "Media[%s]".formatted(kind.wireName());
      }
    }
  }

  public OutboundMessage {
    requireNonNull(tenant, "tenant");
    requireNonNull(messageId, "messageId");
    requireNonNull(channel, "channel");
    requireNonNull(recipient, "recipient");
    requireNonNull(body, "body");
    requireNonNull(createdAt, "createdAt");
  }

  /// A message that may be sent at any time.
  public OutboundMessage(
      TenantId tenant,
      String messageId,
      @Nullable CampaignId campaign,
      Channel channel,
      Address recipient,
      Body body,
      Instant createdAt) {
    this(tenant, messageId, campaign, channel, recipient, body, createdAt, null);
  }

  /// When it may be sent.
  public SendTimes sendTimes() {
    return times == null ? SendTimes.ANY : times;
  }

  /// The thread within which replies keep their order.
  public ConversationId conversation() {
    return new ConversationId(tenant, channel, recipient);
  }
}
