package dev.sluice.launcher.campaign;

import static java.util.Objects.requireNonNull;

import dev.sluice.launcher.CannotStart;
import dev.sluice.launcher.ClusterOption;
import dev.sluice.launcher.lifecycle.StopRequest;
import dev.sluice.launcher.lifecycle.StopRequested;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.CampaignPlan;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.OptOuts;
import dev.sluice.tenants.TenantRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./sluice campaign start`.
@Command(
    name = "start",
    description = {
      "Sends a template to everybody in a file.",
      "All messages are handed over at once or, when anything is wrong, none."
    })
final class StartCommand implements Callable<Integer> {

  @Mixin private final ClusterOption cluster = new ClusterOption();
  @Mixin private final AudienceOption audience = new AudienceOption();
  @Mixin private final PlanOption what = new PlanOption();
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--tenant", required = true, paramLabel = "T", description = "Who sends.")
  private String tenant = "";

  @Option(
      names = "--campaign",
      paramLabel = "ID",
      description = "The campaign's name; template and time unless set.")
  private @Nullable String campaign;

  @Option(
      names = "--over-limit",
      description = "Send also to more people than the messaging limit allows in 24 hours.")
  private boolean overLimit;

  @Option(names = "--dry-run", description = "Do everything but send.")
  private boolean dryRun;

  @Override
  public Integer call() throws Exception {
    TenantId id = new TenantId(tenant);
    Instant now = Instant.now();
    CampaignPlan plan = what.plan(now);
    CampaignId name =
        campaign == null ? CampaignDraft.named(plan.template(), now) : new CampaignId(campaign);
    CampaignDraft draft = new CampaignDraft(id, name, what.language(), plan);
    Audience recipients = audience.in(what.zones());
    Map<String, Object> connection = cluster.reach(System.getenv()).client();
    CommandLine terminal = requireNonNull(spec).commandLine();
    StopRequest stop = StopRequest.bySignal();
    try (OptOuts optOuts = OptOuts.follow(connection)) {
      Start start =
          new Start(
              connection,
              new Start.Order(
                  sender(connection, id), draft, recipients, audience.skipBadLines(), overLimit),
              optOuts,
              stop,
              terminal.getOut(),
              terminal.getErr());
      if (dryRun) {
        start.rehearse();
      } else {
        start.run();
      }
      return 0;
    } catch (StopRequested e) {
      throw new CannotStart("stopped on request; nothing was sent", e);
    }
  }

  /// How the tenant's messages leave.
  static Tenant.Provider sender(Map<String, Object> connection, TenantId id) {
    try (TenantRegistry registry = TenantRegistry.open(connection)) {
      Tenant tenant =
          registry.list().stream()
              .filter(known -> known.id().equals(id))
              .findFirst()
              .orElseThrow(
                  () ->
                      new CannotStart(
                          "there is no tenant '%s'; './sluice tenant list' names those there are"
                              .formatted(id)));
      Tenant.@Nullable Provider provider = tenant.provider();
      if (provider == null) {
        throw new CannotStart(
            "tenant '%s' has no provider to send with; apply one with './sluice tenant apply'"
                .formatted(id));
      }
      return provider;
    }
  }
}
