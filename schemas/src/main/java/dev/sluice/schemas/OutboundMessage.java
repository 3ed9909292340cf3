package dev.sluice.schemas;

import static java.util.Objects.requireNonNull;

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
  @JsonSubTypes({@JsonSubTypes.Type(Body.Text.class), @JsonSubTypes.Type(Body.Template.class)})
  public sealed interface Body {

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

    /// A template the channel has approved, with the values of its body's placeholders in order.
    ///
    /// @param language a code such as `en_US`
    @JsonTypeName("template")
    record Template(String name, String language, List<String> parameters) implements Body {
      public Template {
        requireNonNull(name, "name");
        requireNonNull(language, "language");
        parameters = List.copyOf(parameters);
      }

      @Override
      public String toString() {
        return "Template[%s %s]".formatted(name, language);
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
