package dev.sluice.launcher.campaign;

import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.TenantId;
import picocli.CommandLine.Option;

/// Which campaign a command means.
final class CampaignOption {

  @Option(names = "--tenant", required = true, paramLabel = "T", description = "Whose campaign.")
  private String tenant = "";

  @Option(names = "--campaign", required = true, paramLabel = "C", description = "Its name.")
  private String campaign = "";

  TenantId tenant() {
    return new TenantId(tenant);
  }

  CampaignId campaign() {
    return new CampaignId(campaign);
  }
}
