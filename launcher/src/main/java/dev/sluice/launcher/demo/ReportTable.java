package dev.sluice.launcher.demo;

import java.util.List;
import java.util.Locale;

/// A report as a person reads it. Pure.
final class ReportTable {

  private static final int LABEL_WIDTH = 24;

  private ReportTable() {}

  static String of(DemoReport report, List<CampaignFindings> campaigns, Verdict verdict) {
    StringBuilder page = new StringBuilder();
    incoming(page, report);
    outgoing(page, report, campaigns);
    page.append(System.lineSeparator());
    if (verdict.ok()) {
      page.append(
          "OK: nothing lost, nothing twice, nothing out of order, every campaign message sent"
              + " exactly once.");
    } else {
      page.append("NOT OK:");
      verdict
          .reasons()
          .forEach(reason -> page.append(System.lineSeparator()).append("  - ").append(reason));
    }
    return page.append(System.lineSeparator()).toString();
  }

  private static void incoming(StringBuilder page, DemoReport report) {
    DemoReport.Webhooks webhooks = report.webhooks();
    DemoReport.Inbox inbox = report.inbox();
    page.append(System.lineSeparator()).append("Messages in").append(System.lineSeparator());
    line(page, "webhooks sent", "%d (repeated deliveries included)", webhooks.sent());
    line(
        page,
        "acknowledged",
        "%d, p50 %.1f ms, p99 %.1f ms",
        webhooks.acknowledged(),
        webhooks.ackMillis().p50(),
        webhooks.ackMillis().p99());
    line(page, "in the inbox", "%d of %d messages", inbox.received(), inbox.expected());
    line(page, "lost", "%d", inbox.lost());
    line(page, "duplicated", "%d", inbox.duplicated());
    line(page, "out of order", "%d", inbox.outOfOrder());
    line(
        page,
        "end to end",
        "p50 %.0f ms, p99 %.0f ms, max %.0f ms",
        inbox.endToEndMillis().p50(),
        inbox.endToEndMillis().p99(),
        inbox.endToEndMillis().max());
  }

  private static void outgoing(
      StringBuilder page, DemoReport report, List<CampaignFindings> campaigns) {
    page.append(System.lineSeparator()).append("Messages out").append(System.lineSeparator());
    for (CampaignFindings campaign : campaigns) {
      line(
          page,
          campaign.name(),
          "%d accepted, %d failed, %d unknown, %.1f s",
          campaign.accepted(),
          campaign.failed(),
          campaign.unknown(),
          campaign.seconds());
    }
    line(
        page,
        "batch design",
        "%.1f s (computed, for the first of these)",
        report.campaigns().batchDesignSeconds());
    line(
        page,
        "efficiency",
        "%.2f of what Little's law allows",
        report.campaigns().littleEfficiency());
    line(
        page,
        "bystander ratio",
        "%.2f (beside a slow neighbour / alone)",
        report.campaigns().bystanderRatio());
  }

  private static void line(StringBuilder page, String what, String format, Object... values) {
    page.append("  ")
        .append(what)
        .repeat(' ', Math.max(1, LABEL_WIDTH - what.length()))
        .append(String.format(Locale.ROOT, format, values))
        .append(System.lineSeparator());
  }
}
