package dev.sluice.launcher.campaign;

import dev.sluice.dispatcher.books.CampaignCount;
import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.Campaign.State;
import dev.sluice.schemas.CampaignPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A campaign's count in words and numbers for a person.
final class StatusTable {

  private static final int BAR_CHARS = 40;

  /// Codes behind this one are rare.
  private static final int CODES_SHOWN = 5;

  private StatusTable() {}

  /// Whether nothing more happens to it by itself or by a person.
  static boolean isOver(CampaignCount count) {
    Campaign campaign = count.campaign();
    return campaign.state() == State.DONE
        || (campaign.total() > 0 && count.pending() == 0)
        || (campaign.total() == 0 && campaign.state() == State.CANCELLED);
  }

  /// The table of one campaign.
  static List<String> lines(CampaignCount count) {
    Campaign campaign = count.campaign();
    List<String> lines = new ArrayList<>();
    lines.add("%s of %s: %s".formatted(campaign.id(), campaign.tenant(), standing(count)));
    @Nullable CampaignPlan plan = campaign.plan();
    if (plan != null) {
      lines.add(row("template", plan.template() + resends(plan)));
    }
    if (campaign.total() > 0 && !isOver(count)) {
      lines.add(row("progress", bar(count)));
    }
    lines.add(row("total", campaign.total() == 0 ? "nobody has said" : number(campaign.total())));
    lines.add(row("accepted", number(count.accepted())));
    lines.add(row("failed", number(count.failed()) + late(count)));
    lines.add(row("skipped", number(count.skipped())));
    lines.add(row("unknown", number(count.unknown())));
    lines.add(row("pending", campaign.total() == 0 ? "?" : number(count.pending())));
    if (!isOver(count)) {
      lines.add(row("rate", "%.1f per second".formatted(count.ratePerSecond())));
      count.expectedEnd().ifPresent(end -> lines.add(row("expected end", end(end, count))));
    }
    if (!count.failureCodes().isEmpty()) {
      lines.add(row("failures", codes(count)));
    }
    if (count.overcounted() > 0) {
      lines.add(row("wrong", number(count.overcounted()) + " outcomes more than messages"));
    }
    return lines;
  }

  /// The same on one line, for a log.
  static String line(CampaignCount count) {
    Campaign campaign = count.campaign();
    return "%s %s: %s, accepted %d, failed %d, skipped %d, unknown %d, pending %d of %d, %.1f per second"
        .formatted(
            count.asOf().truncatedTo(ChronoUnit.SECONDS),
            campaign.id(),
            state(count),
            count.accepted(),
            count.failed(),
            count.skipped(),
            count.unknown(),
            count.pending(),
            campaign.total(),
            count.ratePerSecond());
  }

  private static String row(String what, String text) {
    return "  %-13s %s".formatted(what, text);
  }

  private static String number(long value) {
    return "%,d".formatted(value);
  }

  private static String state(CampaignCount count) {
    State state = count.campaign().state();
    boolean open = state == State.RUNNING || state == State.SCHEDULED;
    State shown = !open ? state : isOver(count) ? State.DONE : begun(count);
    return shown.name().toLowerCase(Locale.ROOT);
  }

  /// A campaign begins at its time whether or not a record says so.
  private static State begun(CampaignCount count) {
    @Nullable Instant at = at(count.campaign());
    boolean waits = at != null && at.isAfter(count.asOf());
    return waits ? State.SCHEDULED : State.RUNNING;
  }

  private static @Nullable Instant at(Campaign campaign) {
    @Nullable CampaignPlan plan = campaign.plan();
    return plan == null ? null : plan.at();
  }

  private static String standing(CampaignCount count) {
    Campaign campaign = count.campaign();
    String reason = campaign.reason();
    String state = state(count);
    @Nullable Instant at = campaign.state() == State.SCHEDULED ? at(campaign) : null;
    Instant since = at == null || at.isBefore(campaign.changedAt()) ? campaign.changedAt() : at;
    String standing =
        state
            + (since.isAfter(count.asOf()) ? " for " : " since ")
            + since.truncatedTo(ChronoUnit.SECONDS);
    return reason == null ? standing : standing + ": " + reason;
  }

  private static String resends(CampaignPlan plan) {
    return plan.resends() == null ? "" : ", repeats what failed of " + plan.resends();
  }

  private static String late(CampaignCount count) {
    return count.failedLate() == 0 ? "" : ", " + number(count.failedLate()) + " of them late";
  }

  private static String bar(CampaignCount count) {
    double share = Math.min(1, (double) count.decided() / count.campaign().total());
    int filled = (int) (share * BAR_CHARS);
    return "[%s%s] %.1f %%"
        .formatted("#".repeat(filled), ".".repeat(BAR_CHARS - filled), share * 100);
  }

  private static String end(Instant end, CampaignCount count) {
    return "%s, in %s"
        .formatted(
            end.truncatedTo(ChronoUnit.SECONDS),
            Words.duration(Duration.between(count.asOf(), end)));
  }

  private static String codes(CampaignCount count) {
    return count.failureCodes().entrySet().stream()
        .limit(CODES_SHOWN)
        .map(code -> "%s (%,d)".formatted(code.getKey(), code.getValue()))
        .collect(Collectors.joining(", "));
  }
}
