package dev.sluice.launcher.campaign;

import dev.sluice.schemas.CampaignPlan;
import dev.sluice.schemas.InvalidSetting;
import dev.sluice.schemas.QuietHours;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a campaign sends, when, and how fast.
final class PlanOption {

  @Option(
      names = "--template",
      required = true,
      paramLabel = "X",
      description = "The template's name at the provider.")
  private String template = "";

  @Option(
      names = "--language",
      paramLabel = "CODE",
      defaultValue = "en_US",
      description = "The template's language; en_US unless set.")
  private String language = "";

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = {
        "When the first message may leave; at once unless set.",
        "2026-11-22T09:00 in --zone, else on this machine's clock; or 2026-11-22T08:00:00Z."
      })
  private @Nullable String at;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Messages begun per second at most, beside the tenant's own limit.")
  private @Nullable Double rate;

  @Option(
      names = "--quiet-hours",
      paramLabel = "FROM-TO",
      description = "When nobody is written to, as 21:00-08:00, by the recipient's clock.")
  private @Nullable String quietHours;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = {
        "Time zone of lines without one; unless set, the phone number tells.",
        "Also that of --at."
      })
  private @Nullable String zone;

  String language() {
    return language;
  }

  /// @throws InvalidSetting naming the option and what is wrong with it
  CampaignPlan plan(Instant now) {
    if (template.isBlank()) {
      throw new InvalidSetting("--template", template, "must not be blank");
    }
    ZoneId clock = zone == null ? ZoneId.systemDefault() : namedZone(zone);
    return new CampaignPlan(
        template,
        now,
        at == null ? null : SendTime.read(at, clock, now),
        rate,
        quietHours == null ? null : QuietHours.parse(quietHours),
        null);
  }

  /// Where recipients are, which only quiet hours ask.
  ///
  /// @throws InvalidSetting when `--zone` is no time zone
  RecipientZones zones() {
    @Nullable ZoneId fallback = zone == null ? null : namedZone(zone);
    return quietHours == null ? RecipientZones.unasked() : RecipientZones.of(fallback);
  }

  private static ZoneId namedZone(String name) {
    return RecipientZones.named(name)
        .orElseThrow(
            () -> new InvalidSetting("--zone", name, "must be a time zone such as Europe/Madrid"));
  }
}
