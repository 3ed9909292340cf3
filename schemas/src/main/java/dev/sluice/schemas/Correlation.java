package dev.sluice.schemas;

import org.jspecify.annotations.Nullable;

/// What we send along with a message where a provider can echo it in its statuses: our own id, and
/// whether the message is a campaign's or a reply.
///
/// As text it is `c:<campaign>:<id>` or `r:<id>`. Anything else is taken for an id alone: earlier
/// versions sent that.
///
/// @param campaign the message's campaign; absent for a reply, and where nobody said
public record Correlation(@Nullable CampaignId campaign, String messageId) {

  private static final String CAMPAIGN = "c:";
  private static final String REPLY = "r:";

  /// What goes along with a message.
  public static Correlation of(OutboundMessage message) {
    return new Correlation(message.campaign(), message.messageId());
  }

  /// Reads what came back.
  public static Correlation parse(String text) {
    if (text.startsWith(REPLY)) {
      return new Correlation(null, text.substring(REPLY.length()));
    }
    int end = text.indexOf(':', CAMPAIGN.length());
    if (text.startsWith(CAMPAIGN) && end > 0) {
      String campaign = text.substring(CAMPAIGN.length(), end);
      if (CampaignId.isLegal(campaign)) {
        return new Correlation(new CampaignId(campaign), text.substring(end + 1));
      }
    }
    return new Correlation(null, text);
  }

  /// As it is sent along.
  public String text() {
    return campaign == null ? REPLY + messageId : CAMPAIGN + campaign.value() + ":" + messageId;
  }
}
