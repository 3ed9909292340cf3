package dev.sluice.topology.replay;

import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.StageTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/// What a replay did: every message that reached the inbox, in order, and where the time went.
///
/// @param webhooks webhooks replayed
/// @param items what reached the inbox, in the order it did
/// @param duplicates elements refused as repetitions
/// @param statuses delivery statuses passed on
/// @param deadLetters elements that could not be processed
/// @param callsPeak the most calls of one branch that were under way at once
public record ReplayReport(
    int webhooks,
    List<InboxItem> items,
    int duplicates,
    int statuses,
    int deadLetters,
    int callsPeak,
    ReplaySettings settings) {

  /// A stretch of a message's way.
  private record Stage(String name, ToLongFunction<StageTimes> micros) {}

  private static final List<Stage> STAGES =
      List.of(
          new Stage("received → admitted", t -> t.admitted() - t.received()),
          new Stage("admitted → sentiment", t -> t.sentiment() - t.admitted()),
          new Stage("admitted → category", t -> t.category() - t.admitted()),
          new Stage("understood → released", t -> t.released() - t.understood()),
          new Stage("received → released", t -> t.released() - t.received()));

  public ReplayReport {
    items = List.copyOf(items);
  }

  /// The report as text. The same replay gives the same text. Names messages by their ids; shows
  /// neither words nor addresses.
  public String text() {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%d webhooks → %d messages, %d duplicates refused, %d statuses, %d dead letters",
        webhooks,
        items.size(),
        duplicates,
        statuses,
        deadLetters);
    line(
        text,
        "models in virtual time: sentiment %d ms ± 25 %%, category %d ms ± 25 %%, %d permits each, at most"
            + " %d calls at once",
        settings.sentimentLatency().toMillis(),
        settings.categoryLatency().toMillis(),
        settings.permits(),
        callsPeak);
    messages(text);
    stages(text);
    return text.toString();
  }

  private void messages(StringBuilder text) {
    line(text, "");
    line(
        text,
        "%10s  %-12s %-10s %-24s %-9s %-14s %5s %-8s %-14s %8s",
        "at ms",
        "tenant",
        "channel",
        "message",
        "sentiment",
        "category",
        "score",
        "band",
        "inbox",
        "took ms");
    long first = items.stream().mapToLong(item -> item.stages().received()).min().orElse(0);
    for (InboxItem item : items) {
      line(
          text,
          "%10.1f  %-12s %-10s %-24s %-9s %-14s %5d %-8s %-14s %8.1f",
          millis(item.stages().released() - first),
          item.message().tenant(),
          item.message().channel().wireName(),
          tail(item.message().messageId()),
          item.sentiment().label().name().toLowerCase(Locale.ROOT),
          item.category().name(),
          item.priority().score(),
          item.priority().band().name().toLowerCase(Locale.ROOT),
          item.inbox(),
          millis(item.stages().released() - item.stages().received()));
    }
  }

  private void stages(StringBuilder text) {
    line(text, "");
    line(text, "where the time went, in ms of virtual time");
    line(text, "%-24s %10s %10s %10s", "", "p50", "p95", "max");
    for (Stage stage : STAGES) {
      stage(text, stage.name(), items, stage.micros());
    }
    Map<String, List<InboxItem>> byTenant = new TreeMap<>();
    for (InboxItem item : items) {
      byTenant
          .computeIfAbsent(item.message().tenant().value(), tenant -> new ArrayList<>())
          .add(item);
    }
    byTenant.forEach(
        (tenant, theirs) -> stage(text, "all of " + tenant, theirs, STAGES.getLast().micros()));
  }

  private static void stage(
      StringBuilder text, String name, List<InboxItem> items, ToLongFunction<StageTimes> micros) {
    long[] sorted = items.stream().map(InboxItem::stages).mapToLong(micros).sorted().toArray();
    line(
        text,
        "%-24s %10.1f %10.1f %10.1f",
        name,
        millis(quantile(sorted, 0.50)),
        millis(quantile(sorted, 0.95)),
        millis(quantile(sorted, 1)));
  }

  /// The smallest value that at least that share of the values does not exceed; 0 of none.
  static long quantile(long[] sorted, double share) {
    if (sorted.length == 0) {
      return 0;
    }
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
  }

  private static double millis(long micros) {
    return micros / 1000.0;
  }

  /// The end of an id, which is what tells Meta's ids apart.
  private static String tail(String id) {
    return id.length() <= 24 ? id : "…" + id.substring(id.length() - 23);
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
