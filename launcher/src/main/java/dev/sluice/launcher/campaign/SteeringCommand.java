package dev.sluice.launcher.campaign;

import static java.util.Objects.requireNonNull;

import dev.sluice.launcher.ClusterOption;
import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.TenantId;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What a person does to a campaign that was started.
final class SteeringCommand {

  private SteeringCommand() {}

  /// `./sluice campaign pause`.
  @Command(
      name = "pause",
      description = {
        "Begins no further message of a campaign until it is resumed.",
        "Requests under way finish; nothing is lost and nothing repeated."
      })
  static final class Pause implements Callable<Integer> {

    @Mixin private final ClusterOption cluster = new ClusterOption();
    @Mixin private final CampaignOption target = new CampaignOption();
    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--reason", paramLabel = "WORDS", description = "Shown in the status.")
    private @Nullable String reason;

    @Override
    public Integer call() throws Exception {
      Campaign paused = steer(Transition.PAUSE, target, reason, cluster);
      say(
          spec,
          "paused %s of %s: no further message is begun; what is under way finishes. Go on with:%n"
              + "  ./sluice campaign resume --tenant %2$s --campaign %1$s",
          paused);
      return 0;
    }
  }

  /// `./sluice campaign resume`.
  @Command(
      name = "resume",
      description = {
        "Lets a paused campaign go on where it was.",
        "When its provider had refused it, mend the cause first."
      })
  static final class Resume implements Callable<Integer> {

    @Mixin private final ClusterOption cluster = new ClusterOption();
    @Mixin private final CampaignOption target = new CampaignOption();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
      Campaign resumed = steer(Transition.RESUME, target, null, cluster);
      String happens =
          switch (resumed.state()) {
            case SCHEDULED -> "resumed %s of %s: it begins at its time";
            case RUNNING, PAUSED, CANCELLED, DONE ->
                "resumed %s of %s: what has not been sent is sent now";
          };
      say(spec, happens, resumed);
      return 0;
    }
  }

  /// `./sluice campaign cancel`.
  @Command(
      name = "cancel",
      description = {
        "Ends a campaign: what has not been begun is never sent, and counts as skipped.",
        "This cannot be taken back."
      })
  static final class Cancel implements Callable<Integer> {

    @Mixin private final ClusterOption cluster = new ClusterOption();
    @Mixin private final CampaignOption target = new CampaignOption();
    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--reason", paramLabel = "WORDS", description = "Shown in the status.")
    private @Nullable String reason;

    @Override
    public Integer call() throws Exception {
      Campaign cancelled = steer(Transition.CANCEL, target, reason, cluster);
      say(spec, "cancelled %s of %s: what has not been begun is skipped", cancelled);
      return 0;
    }
  }

  private static Campaign steer(
      Transition transition, CampaignOption target, @Nullable String reason, ClusterOption cluster)
      throws InterruptedException {
    TenantId tenant = target.tenant();
    CampaignId id = target.campaign();
    Map<String, Object> connection = cluster.reach(System.getenv()).client();
    try (Campaigns campaigns = Campaigns.open(connection)) {
      Campaign next = transition.apply(campaigns.get(tenant, id), reason, Instant.now());
      Campaigns.append(connection, next);
      return next;
    }
  }

  private static void say(@Nullable CommandSpec spec, String sentence, Campaign campaign) {
    requireNonNull(spec)
        .commandLine()
        .getOut()
        .println(sentence.formatted(campaign.id(), campaign.tenant()));
  }
}
