package dev.sluice.launcher.campaign;

import dev.sluice.launcher.campaign.AudienceRow.Recipient;
import dev.sluice.schemas.CampaignPlan;
import dev.sluice.schemas.QuietHours;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a person reads before a campaign leaves. Names nobody and repeats no value.
record StartReport(Start.Order order, Survey.Counts counts) {

  /// Zones of one number a line may name.
  private static final int ZONES_SHOWN = 3;

  static String line(String what, String text) {
    return "%-14s %s".formatted(what, text);
  }

  List<String> summary(Recipient first) {
    CampaignDraft draft = order.draft();
    CampaignPlan plan = draft.plan();
    List<String> lines = new ArrayList<>();
    lines.add(line("campaign", draft.id() + " of " + draft.tenant()));
    lines.add(
        line(
            "lines",
            "%,d read, %,d bad, %,d opted out"
                .formatted(counts.rows(), counts.bad(), counts.optedOut())));
    lines.add(line("messages", "%,d, each to another person".formatted(counts.messages())));
    lines.add(line("first message", shape(first)));
    @Nullable Instant at = plan.at();
    lines.add(line("begins", at == null ? "at once" : "at " + at));
    @Nullable QuietHours quiet = plan.quietHours();
    if (quiet != null) {
      lines.add(line("quiet hours", quiet(quiet)));
    }
    return lines;
  }

  /// How long it takes at least.
  String pace(Pace pace) {
    return line(
        "duration",
        "%s or more, at %s per second at most; an estimate: by the rate alone"
            .formatted(Words.duration(pace.atLeast(counts.messages())), plain(pace.perSecond())));
  }

  private String shape(Recipient first) {
    CampaignDraft draft = order.draft();
    String values = String.join(", ", Collections.nCopies(first.parameters().size(), "'…'"));
    return "template %s (%s), parameters (%s), to '…'"
            .formatted(draft.plan().template(), draft.language(), values)
        + (first.zones().isEmpty() ? "" : " in " + zones(first.zones()));
  }

  private static String zones(List<ZoneId> zones) {
    String shown =
        zones.stream().limit(ZONES_SHOWN).map(ZoneId::getId).collect(Collectors.joining(" or "));
    return zones.size() > ZONES_SHOWN
        ? shown + " or %d others".formatted(zones.size() - ZONES_SHOWN)
        : shown;
  }

  private String quiet(QuietHours quiet) {
    String hours = "%s-%s by the recipient's clock".formatted(quiet.from(), quiet.to());
    return counts.withoutZone() == 0
        ? hours
        : hours
            + ", but not for the %,d of whom nobody knows the time zone (set --zone)"
                .formatted(counts.withoutZone());
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? "%,d".formatted((long) number) : Double.toString(number);
  }
}
