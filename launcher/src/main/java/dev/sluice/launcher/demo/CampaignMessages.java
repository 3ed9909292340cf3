package dev.sluice.launcher.demo;

import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.OutboundMessage.Body;
import dev.sluice.simulator.Customers;
import dev.sluice.simulator.Latency;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A campaign to be sent: its messages, each with the latency the pretend provider will draw for
/// it.
///
/// The provider draws from a seed and a message's id, so what it will draw is known beforehand.
///
/// @param latencies by message, in order
record CampaignMessages(
    DemoTenant tenant, CampaignId id, List<OutboundMessage> messages, List<Duration> latencies) {

  /// How far a drawn latency may be from the one it stands for: together they differ by a tenth of
  /// that, for the errors go both ways.
  private static final double TOLERANCE = 0.02;

  /// Ids tried until one draws a latency within the tolerance; one in a few hundred does.
  private static final int TRIES_MAX = 100_000;

  CampaignMessages {
    messages = List.copyOf(messages);
    latencies = List.copyOf(latencies);
  }

  /// As many messages as asked for, each to a customer of its own.
  static CampaignMessages of(DemoTenant tenant, String name, int count) {
    CampaignId id = new CampaignId(name);
    List<OutboundMessage> messages = new ArrayList<>();
    List<Duration> latencies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String messageId = messageId(name, i, 0);
      messages.add(message(tenant, id, messageId, i));
      latencies.add(draw(tenant, messageId));
    }
    return new CampaignMessages(tenant, id, messages, latencies);
  }

  /// Another campaign of the same tenant whose messages take as long as these, one by one: their
  /// ids are chosen for that. So the times of the two can be compared.
  CampaignMessages again(String name) {
    CampaignId other = new CampaignId(name);
    List<OutboundMessage> others = new ArrayList<>();
    List<Duration> drawn = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      String messageId = matching(name, i);
      others.add(message(tenant, other, messageId, i));
      drawn.add(draw(tenant, messageId));
    }
    return new CampaignMessages(tenant, other, others, drawn);
  }

  /// Seconds all sends take together.
  double sumSeconds() {
    return latencies.stream().mapToDouble(latency -> latency.toNanos() / 1e9).sum();
  }

  private String matching(String name, int i) {
    double wanted = latencies.get(i).toNanos();
    for (int attempt = 0; attempt < TRIES_MAX; attempt++) {
      String candidate = messageId(name, i, attempt);
      if (Math.abs(draw(tenant, candidate).toNanos() / wanted - 1) < TOLERANCE) {
        return candidate;
      }
    }
    return messageId(name, i, TRIES_MAX);
  }

  private static Duration draw(DemoTenant tenant, String messageId) {
    Latency latency = tenant.latency();
    return latency.draw(DemoWorld.PROVIDER_SEED, messageId, 1);
  }

  private static String messageId(String name, int i, int attempt) {
    return "%s-%04d-%d".formatted(name, i, attempt);
  }

  private static OutboundMessage message(
      DemoTenant tenant, CampaignId campaign, String messageId, int i) {
    return new OutboundMessage(
        tenant.id(),
        messageId,
        campaign,
        Channel.WHATSAPP,
        Customers.address(Channel.WHATSAPP, i),
        new Body.Template("autumn_offer", "en_US", List.of("Ana")),
        Instant.now());
  }
}
