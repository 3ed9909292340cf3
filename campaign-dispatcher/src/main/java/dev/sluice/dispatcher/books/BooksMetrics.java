package dev.sluice.dispatcher.books;

import dev.sluice.schemas.Campaign;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The accounts of open campaigns as gauges. One thread.
final class BooksMetrics {

  /// Campaigns with series of their own, six each: a dashboard's worth, and a bound on series
  /// however many are open.
  private static final int CAMPAIGNS_SHOWN = 50;

  private final MultiGauge messages;
  private final MultiGauge unaccounted;

  BooksMetrics(MeterRegistry registry) {
    this.messages =
        MultiGauge.builder("sluice.campaign.messages")
            .description("messages of a campaign by where they are, for 50 open campaigns")
            .register(registry);
    this.unaccounted =
        MultiGauge.builder("sluice.campaign.unaccounted")
            .description("messages of a campaign that are nowhere or counted twice; always 0")
            .register(registry);
  }

  /// Shows those that something is wrong with first, then the newest.
  ///
  /// @param wrong messages that are unaccounted for, by the key of their campaign
  void publish(List<CampaignCount> counts, Map<String, Long> wrong) {
    Comparator<CampaignCount> order =
        Comparator.<CampaignCount, Long>comparing(it -> wrongOf(it, wrong))
            .thenComparing(it -> FactLog.beginOf(it.campaign()))
            .reversed();
    List<Row<?>> places = new ArrayList<>();
    List<Row<?>> alarms = new ArrayList<>();
    counts.stream()
        .sorted(order)
        .limit(CAMPAIGNS_SHOWN)
        .forEach(
            count -> {
              places.addAll(placesOf(count));
              alarms.add(Row.of(tags(count.campaign()), wrongOf(count, wrong)));
            });
    messages.register(places, true);
    unaccounted.register(alarms, true);
  }

  void clear() {
    publish(List.of(), Map.of());
  }

  private static long wrongOf(CampaignCount count, Map<String, Long> wrong) {
    return wrong.getOrDefault(count.campaign().key(), 0L);
  }

  private static List<Row<?>> placesOf(CampaignCount count) {
    return Stream.<Row<?>>of(
            place(count, "accepted", count.accepted()),
            place(count, "failed", count.failed()),
            place(count, "skipped", count.skipped()),
            place(count, "unknown", count.unknown()),
            place(count, "pending", count.pending()))
        .toList();
  }

  private static Row<?> place(CampaignCount count, String state, long messages) {
    return Row.of(tags(count.campaign()).and("state", state), messages);
  }

  private static Tags tags(Campaign campaign) {
    return Tags.of("tenant", campaign.tenant().value(), "campaign", campaign.id().value());
  }
}
