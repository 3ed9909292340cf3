package dev.sluice.benchmarks.dispatch;

import dev.sluice.dispatcher.CampaignDispatcher;
import dev.sluice.schemas.OutboundMessage;
import java.util.List;

/// Our own dispatcher, whose whole window is the campaign's.
record SluiceDesign(Ground ground, Client client, CampaignDispatcher dispatcher) implements Design {

  static SluiceDesign start(Ground ground, Client client) {
    ground.apply(List.of(client));
    return new SluiceDesign(
        ground,
        client,
        LocalDispatcher.start(ground, List.of(client), LocalDispatcher.NONE_RESERVED));
  }

  @Override
  public String name() {
    return "Sluice";
  }

  @Override
  public void begin(List<OutboundMessage> campaign) {
    ground.appender().append(Ground.campaigns(client), campaign);
  }

  @Override
  public void close() {
    dispatcher.close();
  }
}
