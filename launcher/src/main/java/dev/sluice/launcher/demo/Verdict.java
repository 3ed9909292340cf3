package dev.sluice.launcher.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Whether a demo showed what it promises, and in words what it did not. Pure.
///
/// @param reasons empty when all is well
record Verdict(List<String> reasons) {

  /// How much longer the bystander may take. Measured at 1.02 on a quiet machine; the rest is room
  /// for a machine on which two seconds of the run are shared with something else.
  static final double BYSTANDER_RATIO_MAX = 1.3;

  Verdict {
    reasons = List.copyOf(reasons);
  }

  static Verdict of(
      DemoReport.Webhooks webhooks,
      DeliveryCheck inbox,
      List<CampaignFindings> campaigns,
      double bystanderRatio) {
    List<String> reasons = new ArrayList<>();
    count(reasons, webhooks.sent() - webhooks.acknowledged(), "webhooks were not acknowledged");
    count(reasons, inbox.lost(), "acknowledged messages are not in the inbox");
    count(reasons, inbox.duplicated(), "records are in the inbox twice");
    count(reasons, inbox.outOfOrder(), "messages are out of order within their conversation");
    count(reasons, inbox.unexpected(), "messages are in the inbox that nobody sent");
    if (inbox.expected() == 0) {
      reasons.add("no message was acknowledged at all");
    }
    campaigns.forEach(campaign -> reasons.addAll(campaign.complaints()));
    if (!(bystanderRatio > 0 && bystanderRatio <= BYSTANDER_RATIO_MAX)) {
      reasons.add(
          String.format(
              Locale.ROOT,
              "the fast tenant took %.2f times as long beside a slow neighbour, more than %.1f",
              bystanderRatio,
              BYSTANDER_RATIO_MAX));
    }
    return new Verdict(reasons);
  }

  boolean ok() {
    return reasons.isEmpty();
  }

  private static void count(List<String> reasons, int number, String what) {
    if (number != 0) {
      reasons.add(number + " " + what);
    }
  }
}
