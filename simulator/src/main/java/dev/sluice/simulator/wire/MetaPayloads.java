package dev.sluice.simulator.wire;

import java.time.Instant;

/// Builds webhook bodies as Meta posts them, on three channels.
///
/// ```
/// byte[] body =
///     MetaPayloads.whatsApp("106540352242922")
///         .text("wamid.A", "12125550101", "where is my order? 😀")
///         .image("wamid.B", "12125550101", "1013859600285441", "the receipt")
///         .bytes();
/// String signature = Signatures.sha256(body, appSecret);
/// ```
///
/// A body holds any number of entries with any number of messages each. What is added is stamped
/// with the builder's time, [#START] unless `at` says otherwise. The bytes spell what is outside
/// ASCII as lower-case Unicode escapes and `/` as `\/`, as Meta's do.
public final class MetaPayloads {

  /// The time of everything a test gives no time to.
  public static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

  private MetaPayloads() {}

  /// A WhatsApp delivery to one phone number id; the business account is derived from it.
  public static WhatsAppBody whatsApp(String phoneNumberId) {
    return new WhatsAppBody().entry("waba-" + phoneNumberId, phoneNumberId);
  }

  /// A WhatsApp delivery to a phone number id of a business account.
  public static WhatsAppBody whatsApp(String businessAccountId, String phoneNumberId) {
    return new WhatsAppBody().entry(businessAccountId, phoneNumberId);
  }

  /// A Messenger delivery to one page.
  public static PageBody messenger(String pageId) {
    return new PageBody("page").entry(pageId);
  }

  /// An Instagram delivery to one account.
  public static PageBody instagram(String accountId) {
    return new PageBody("instagram").entry(accountId);
  }
}
