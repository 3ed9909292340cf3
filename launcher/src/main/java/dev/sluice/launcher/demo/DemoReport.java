package dev.sluice.launcher.demo;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/// What a demo found: the JSON of `demo --json`, field by field.
@JsonPropertyOrder({"webhooks", "inbox", "campaigns", "readySeconds", "ok"})
record DemoReport(
    Webhooks webhooks, Inbox inbox, Campaigns campaigns, double readySeconds, boolean ok) {

  /// What went in.
  ///
  /// @param sent webhooks posted, to warm up and repeated deliveries included
  /// @param acknowledged how many of them were answered with 200
  /// @param ackMillis of the burst itself, without the warm-up
  record Webhooks(int sent, int acknowledged, AckMillis ackMillis) {}

  /// From posting a webhook to its acknowledgement.
  record AckMillis(double p50, double p99) {}

  /// What came out; the terms are those of [DeliveryCheck].
  ///
  /// @param endToEndMillis of the burst itself, without the warm-up
  record Inbox(
      int expected,
      int received,
      int lost,
      int duplicated,
      int outOfOrder,
      EndToEndMillis endToEndMillis) {}

  /// From the gateway's having read a webhook to its message being stored.
  record EndToEndMillis(double p50, double p99, double max) {}

  /// What was sent out.
  ///
  /// @param total messages of all three campaigns
  /// @param accepted taken by their provider, as `dispatch.results` says
  /// @param seconds the fast tenant's campaign alone, from its first record produced to its last
  ///   message accepted by the provider
  /// @param littleEfficiency the time Little's law allows (messages × mean latency ÷ window) over
  ///   `seconds`
  /// @param batchDesignSeconds computed, not run: the same latencies in groups of the window's
  ///   size, each waiting for its slowest
  /// @param bystanderRatio the fast tenant's campaign beside a slow neighbour over the same
  ///   campaign alone, both measured as `seconds`
  record Campaigns(
      int total,
      int accepted,
      int failed,
      int unknown,
      double seconds,
      double littleEfficiency,
      double batchDesignSeconds,
      double bystanderRatio) {}
}
