package dev.sluice.launcher.demo;

import dev.sluice.launcher.lifecycle.Lifecycle;
import dev.sluice.launcher.lifecycle.StopRequest;
import dev.sluice.launcher.services.Progress;
import dev.sluice.simulator.BatchDesign;
import dev.sluice.simulator.Percentiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The whole demo: starts a world, sends a burst into it and campaigns out of it, and counts.
///
/// Everything that is counted is counted at the end, when nothing is under way any more, so that a
/// duplicate that comes late is seen too.
final class Demo {

  /// Messages of each of the three campaigns: at 2 s a send and 26 at once, the slow one takes 46
  /// s.
  private static final int CAMPAIGN = 600;

  /// Sent before anything is timed: a JVM that has just started would make the first campaign slow,
  /// and the bystander look quick beside it. Checked like the others, and not reported.
  private static final int WARM_UP = 200;

  /// Closing idle connections.
  private static final Duration CLIENT_STOP = Duration.ofSeconds(2);

  private final Lifecycle lifecycle;
  private final StopRequest stop;
  private final Progress progress;

  Demo(Lifecycle lifecycle, StopRequest stop, Progress progress) {
    this.lifecycle = lifecycle;
    this.stop = stop;
    this.progress = progress;
  }

  /// What a demo came to.
  record Result(DemoReport report, List<CampaignFindings> campaigns, Verdict verdict) {}

  /// The fast tenant's campaign alone and beside a slow neighbour, and the neighbour's.
  private record Campaigns(
      CampaignStage.Finished warmUp,
      CampaignStage.Finished alone,
      CampaignStage.Finished beside,
      CampaignStage.Finished neighbour) {

    double bystanderRatio() {
      return Rounded.hundredths(beside.seconds() / alone.seconds());
    }
  }

  /// Runs everything below `directory`.
  ///
  /// @throws dev.sluice.launcher.lifecycle.StopRequested when asked to stop meanwhile
  Result run(Path directory) throws Exception {
    progress.say("Starting Kafka, PostgreSQL and all services");
    DemoWorld world = DemoWorld.start(lifecycle, stop, directory, progress);
    Patience patience = new Patience(Patience.STANDSTILL, stop);
    Map<DemoTenant, InboxClient> inboxes = inboxes(world);

    progress.say("Messages in: three tenants' customers write at once");
    BurstStage burst = new BurstStage(world, progress);
    BurstStage.Sent sent = burst.send(List.copyOf(inboxes.values()), patience);

    progress.say("Messages out: a fast tenant alone, then beside a slow one");
    CampaignStage stage = new CampaignStage(world, progress, patience);
    Campaigns campaigns = campaigns(stage);

    progress.say("Counting at the provider, in the results, in the topic and in the inboxes");
    List<CampaignFindings> findings =
        stage.findings(
            List.of(
                campaigns.warmUp(), campaigns.alone(), campaigns.beside(), campaigns.neighbour()),
            inboxes);
    List<StoredMessage> stored = new ArrayList<>();
    for (InboxClient inbox : inboxes.values()) {
      stored.addAll(inbox.messages());
    }
    DeliveryCheck check = burst.check(sent, stored);
    return result(world, sent, check, stored, campaigns, findings);
  }

  private Campaigns campaigns(CampaignStage stage) throws Exception {
    CampaignMessages first = CampaignMessages.of(DemoTenant.RETAILER, "retailer-alone", CAMPAIGN);
    CampaignMessages second = first.again("retailer-beside-bank");
    CampaignMessages slow = CampaignMessages.of(DemoTenant.BANK, "bank-slow-provider", CAMPAIGN);
    CampaignMessages warm = CampaignMessages.of(DemoTenant.RETAILER, "retailer-warm-up", WARM_UP);
    CampaignStage.Finished warmUp = stage.await(stage.begin(warm));
    CampaignStage.Finished alone = stage.await(stage.begin(first));
    CampaignStage.Running neighbour = stage.begin(slow);
    CampaignStage.Finished beside = stage.await(stage.begin(second));
    return new Campaigns(warmUp, alone, beside, stage.await(neighbour));
  }

  private Map<DemoTenant, InboxClient> inboxes(DemoWorld world) throws Exception {
    Map<DemoTenant, InboxClient> inboxes = new LinkedHashMap<>();
    for (DemoTenant tenant : DemoTenant.ALL) {
      String token = world.secrets().read(tenant.apiTokenName());
      inboxes.put(
          tenant,
          lifecycle.start(
              "agent-" + tenant.id(),
              CLIENT_STOP,
              () -> new InboxClient(tenant.id(), world.gateway(), token)));
    }
    return inboxes;
  }

  private static Result result(
      DemoWorld world,
      BurstStage.Sent sent,
      DeliveryCheck check,
      List<StoredMessage> stored,
      Campaigns campaigns,
      List<CampaignFindings> findings) {
    DemoReport.Webhooks webhooks = BurstStage.webhooks(sent);
    Verdict verdict = Verdict.of(webhooks, check, findings, campaigns.bystanderRatio());
    List<CampaignFindings> timed = findings.subList(1, findings.size());
    DemoReport report =
        new DemoReport(
            webhooks,
            inbox(check, BurstStage.endToEnd(sent, stored)),
            summary(campaigns, timed),
            Rounded.hundredths(world.readySeconds()),
            verdict.ok());
    return new Result(report, timed, verdict);
  }

  private static DemoReport.Inbox inbox(DeliveryCheck check, Percentiles times) {
    return new DemoReport.Inbox(
        check.expected(),
        check.received(),
        check.lost(),
        check.duplicated(),
        check.outOfOrder(),
        new DemoReport.EndToEndMillis(
            Rounded.millis(times.p50()), Rounded.millis(times.p99()), Rounded.millis(times.max())));
  }

  private static DemoReport.Campaigns summary(
      Campaigns campaigns, List<CampaignFindings> findings) {
    CampaignStage.Finished alone = campaigns.alone();
    double ideal = alone.campaign().sumSeconds() / DemoWorld.campaignWindow();
    return new DemoReport.Campaigns(
        findings.stream().mapToInt(CampaignFindings::total).sum(),
        findings.stream().mapToInt(CampaignFindings::accepted).sum(),
        findings.stream().mapToInt(CampaignFindings::failed).sum(),
        findings.stream().mapToInt(CampaignFindings::unknown).sum(),
        Rounded.hundredths(alone.seconds()),
        Rounded.hundredths(ideal / alone.seconds()),
        Rounded.hundredths(BatchDesign.seconds(alone.campaign().latencies(), DemoTenant.WINDOW)),
        campaigns.bystanderRatio());
  }
}
