package dev.sluice.simulator.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.ProviderStatus.ProviderError;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The body of one WhatsApp webhook, message by message; see [MetaPayloads].
///
/// Customers are addressed by `wa_id`: the phone number without `+`. Times are whole seconds on the
/// wire. Not thread-safe.
public final class WhatsAppBody {

  /// What every simulated business shows as its number; the channel never uses it as an address.
  private static final String DISPLAY_NUMBER = "12125550100";

  private static final String NO_HASH = "q4L1ZjnnEcqFGTJwZzTbSsrgOiTKJYDrqWcRyBCYqVs=";

  private final ObjectNode root = MetaJson.object().put("object", "whatsapp_business_account");
  private final ArrayNode entries = root.putArray("entry");
  private ObjectNode value = MetaJson.object();
  private ArrayNode changes = MetaJson.object().putArray("changes");
  private Instant at = MetaPayloads.START;
  private @Nullable String name = "Customer";

  WhatsAppBody() {}

  /// Begins another entry; what follows is addressed to this phone number id.
  public WhatsAppBody entry(String businessAccountId, String phoneNumberId) {
    ObjectNode entry = entries.addObject().put("id", businessAccountId);
    changes = entry.putArray("changes");
    return number(phoneNumberId);
  }

  /// Begins another change in the same entry; what follows is addressed to this phone number id.
  public WhatsAppBody number(String phoneNumberId) {
    ObjectNode change = changes.addObject();
    value = change.putObject("value").put("messaging_product", "whatsapp");
    value
        .putObject("metadata")
        .put("display_phone_number", DISPLAY_NUMBER)
        .put("phone_number_id", phoneNumberId);
    change.put("field", "messages");
    return this;
  }

  /// The time of what follows.
  public WhatsAppBody at(Instant time) {
    at = time;
    return this;
  }

  /// The display name of customers that follow; null sends none.
  public WhatsAppBody named(@Nullable String displayName) {
    name = displayName;
    return this;
  }

  public WhatsAppBody text(String id, String customer, String words) {
    message(id, customer, "text").putObject("text").put("body", words);
    return this;
  }

  public WhatsAppBody image(String id, String customer, String media, @Nullable String caption) {
    media(id, customer, "image", media, "image/jpeg", caption);
    return this;
  }

  public WhatsAppBody video(String id, String customer, String media, @Nullable String caption) {
    media(id, customer, "video", media, "video/mp4", caption);
    return this;
  }

  public WhatsAppBody document(
      String id, String customer, String media, String fileName, @Nullable String caption) {
    media(id, customer, "document", media, "application/pdf", caption).put("filename", fileName);
    return this;
  }

  /// A voice note.
  public WhatsAppBody audio(String id, String customer, String media) {
    media(id, customer, "audio", media, "audio/ogg; codecs=opus", null).put("voice", true);
    return this;
  }

  public WhatsAppBody sticker(String id, String customer, String media) {
    media(id, customer, "sticker", media, "image/webp", null).put("animated", false);
    return this;
  }

  /// A message of a type the reader may not know; it has no content of its own.
  public WhatsAppBody other(String id, String customer, String type) {
    message(id, customer, type);
    return this;
  }

  /// What became of a message we sent.
  ///
  /// @param id the provider's id of the message
  /// @param correlation echoed as `biz_opaque_callback_data`; null when nothing was sent along
  public WhatsAppBody status(
      String id, String recipient, ProviderStatus.State state, @Nullable String correlation) {
    statusNode(id, recipient, state, correlation);
    return this;
  }

  /// A message that could not be delivered, and why.
  public WhatsAppBody failed(
      String id, String recipient, @Nullable String correlation, ProviderError... errors) {
    ArrayNode reasons =
        statusNode(id, recipient, ProviderStatus.State.FAILED, correlation).putArray("errors");
    for (ProviderError error : List.of(errors)) {
      reasons
          .addObject()
          .put("code", error.code())
          .put("title", error.title())
          .put("message", error.title())
          .put(
              "href",
              "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/")
          .putObject("error_data")
          .put("details", error.title());
    }
    return this;
  }

  /// The body, to be posted and signed exactly as it is.
  public byte[] bytes() {
    return MetaJson.bytes(root);
  }

  private ObjectNode media(
      String id,
      String customer,
      String kind,
      String media,
      String mimeType,
      @Nullable String caption) {
    ObjectNode content = message(id, customer, kind).putObject(kind);
    if (caption != null) {
      content.put("caption", caption);
    }
    return content.put("mime_type", mimeType).put("sha256", NO_HASH).put("id", media);
  }

  private ObjectNode message(String id, String customer, String type) {
    introduce(customer);
    return value
        .withArray("messages")
        .addObject()
        .put("from", customer)
        .put("id", id)
        .put("timestamp", seconds())
        .put("type", type);
  }

  private void introduce(String customer) {
    ArrayNode contacts = value.withArray("contacts");
    for (int i = 0; i < contacts.size(); i++) {
      if (contacts.path(i).path("wa_id").asText().equals(customer)) {
        return;
      }
    }
    ObjectNode contact = contacts.addObject();
    if (name != null) {
      contact.putObject("profile").put("name", name);
    }
    contact.put("wa_id", customer);
  }

  private ObjectNode statusNode(
      String id, String recipient, ProviderStatus.State state, @Nullable String correlation) {
    ObjectNode status =
        value
            .withArray("statuses")
            .addObject()
            .put("id", id)
            .put("status", state.name().toLowerCase(Locale.ROOT))
            .put("timestamp", seconds())
            .put("recipient_id", recipient);
    if (correlation != null) {
      status.put("biz_opaque_callback_data", correlation);
    }
    return status;
  }

  private String seconds() {
    return Long.toString(at.getEpochSecond());
  }
}
