package dev.sluice.dispatcher;

import dev.sluice.schemas.OutboundMessage;
import dev.sluice.tenants.OptOuts;
import java.util.Map;

/// What a dispatcher has to know before it may send: which campaigns are paused, and who has opted
/// out. Both follow their topics until closed. Thread-safe.
final class Knowledge implements AutoCloseable {

  private final CampaignView campaigns = new CampaignView();
  private final CampaignDirectory directory;
  private final OptOuts optOuts;

  private Knowledge(Map<String, Object> connection) {
    directory = CampaignDirectory.follow(connection, campaigns);
    try {
      optOuts = OptOuts.follow(connection);
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /// Reads both topics to their ends.
  ///
  /// @throws CampaignsUnavailable when the topic `campaigns` cannot be read within 30 s
  /// @throws dev.sluice.tenants.TenantsUnavailable when the topic `opt-outs` cannot
  static Knowledge follow(Map<String, Object> connection) {
    return new Knowledge(connection);
  }

  CampaignView campaigns() {
    return campaigns;
  }

  boolean isOptedOut(OutboundMessage message) {
    return optOuts.isOptedOut(message.tenant(), message.channel(), message.recipient());
  }

  @Override
  public void close() {
    directory.close();
    optOuts.close();
  }
}
