package dev.sluice.simulator.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/// The body of one Messenger or Instagram webhook, message by message; see [MetaPayloads].
///
/// Customers are addressed by the id their page or account knows them by. Times are milliseconds on
/// the wire. Not thread-safe.
public final class PageBody {

  private final ObjectNode root;
  private final ArrayNode entries;
  private String account = "";
  private ObjectNode entry = MetaJson.object();
  private ArrayNode messaging = MetaJson.object().putArray("messaging");
  private Instant at = MetaPayloads.START;

  PageBody(String object) {
    root = MetaJson.object().put("object", object);
    entries = root.putArray("entry");
  }

  /// Begins another entry; what follows is addressed to this page or account.
  public PageBody entry(String accountId) {
    account = accountId;
    entry = entries.addObject().put("time", at.toEpochMilli()).put("id", accountId);
    messaging = entry.putArray("messaging");
    return this;
  }

  /// The time of what follows, and of the entry it is in.
  public PageBody at(Instant time) {
    at = time;
    entry.put("time", time.toEpochMilli());
    return this;
  }

  public PageBody text(String id, String customer, String words) {
    message(id, customer).put("text", words);
    return this;
  }

  /// A picture, film, recording or file, by the address the channel serves it at.
  ///
  /// @param type Meta's word: `image`, `video`, `audio`, `file`, `share`
  public PageBody attachment(String id, String customer, String type, String url) {
    ObjectNode attachment = message(id, customer).putArray("attachments").addObject();
    attachment.put("type", type).putObject("payload").put("url", url);
    return this;
  }

  /// The body, to be posted and signed exactly as it is.
  public byte[] bytes() {
    return MetaJson.bytes(root);
  }

  private ObjectNode message(String id, String customer) {
    ObjectNode event = messaging.addObject();
    event.putObject("sender").put("id", customer);
    event.putObject("recipient").put("id", account);
    event.put("timestamp", at.toEpochMilli());
    return event.putObject("message").put("mid", id);
  }
}
