package dev.sluice.benchmarks.dispatch;

import dev.sluice.schemas.Address;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.OutboundMessage.Body;
import dev.sluice.schemas.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The messages that are sent: numbered, each to a recipient of its own.
final class Outbound {

  private Outbound() {}

  /// A campaign whose messages are called `<name>-0`, `<name>-1` and so on.
  static List<OutboundMessage> campaign(TenantId tenant, String name, int messages) {
    CampaignId campaign = new CampaignId(name);
    return IntStream.range(0, messages)
        .mapToObj(number -> message(tenant, name, number, campaign))
        .toList();
  }

  /// Replies, named in the same way.
  static List<OutboundMessage> replies(TenantId tenant, String name, int messages) {
    return IntStream.range(0, messages)
        .mapToObj(number -> message(tenant, name, number, null))
        .toList();
  }

  static List<String> ids(List<OutboundMessage> messages) {
    return messages.stream().map(OutboundMessage::messageId).toList();
  }

  private static OutboundMessage message(
      TenantId tenant, String name, int number, @Nullable CampaignId campaign) {
    String id = "%s-%d".formatted(name, number);
    return new OutboundMessage(
        tenant,
        id,
        campaign,
        Channel.WHATSAPP,
        new Address("1202" + Integer.toUnsignedString(id.hashCode())),
        new Body.Text("Message %d for you.".formatted(number)),
        Instant.now());
  }
}
