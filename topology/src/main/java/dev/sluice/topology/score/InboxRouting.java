package dev.sluice.topology.score;

import dev.sluice.schemas.Channel;
import dev.sluice.schemas.RoutingRule;
import dev.sluice.schemas.Tenant;

/// Which inbox a message goes to: the first of the tenant's rules all of whose conditions hold.
/// Pure.
public final class InboxRouting {

  /// The inbox of a message whose tenant is not, or no longer, known.
  static final String NOBODYS = "general";

  private InboxRouting() {}

  /// @param score the priority score, 0 to 100
  public static String inboxOf(
      Tenant.Routing routing, String category, Channel channel, int score) {
    return routing.rules().stream()
        .filter(rule -> matches(rule, category, channel, score))
        .map(RoutingRule::inbox)
        .findFirst()
        .orElse(routing.fallback());
  }

  private static boolean matches(RoutingRule rule, String category, Channel channel, int score) {
    return (rule.category() == null || rule.category().equals(category))
        && (rule.channel() == null || rule.channel() == channel)
        && (rule.minimumScore() == null || score >= rule.minimumScore());
  }
}
