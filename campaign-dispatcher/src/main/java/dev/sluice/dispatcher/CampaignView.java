package dev.sluice.dispatcher;

import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.Campaign.State;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.CampaignPlan;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.TenantId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What is to be done about each campaign's messages, as far as it is known here. Thread-safe.
///
/// A campaign without a record is sent: whoever appends messages need not keep books. Those that
/// are done are forgotten, so that memory follows the campaigns that are open, not all there were.
final class CampaignView {

  private final Map<String, Campaign> byKey = new ConcurrentHashMap<>();
  private volatile Consumer<TenantId> onResume = tenant -> {};

  /// What is to be done about a message.
  enum Standing {
    SEND,
    /// Not now: its campaign is paused, or scheduled without a time.
    WAIT,
    /// Never: its campaign is cancelled.
    SKIP
  }

  /// Tells `listener` of each paused campaign that somebody resumes: what had stopped it may be
  /// mended.
  void onResume(Consumer<TenantId> listener) {
    onResume = listener;
  }

  /// Notes what a record of the topic says.
  ///
  /// @param campaign null when the record removes its key
  void take(String key, @Nullable Campaign campaign) {
    if (campaign == null || campaign.state() == State.DONE) {
      byKey.remove(key);
    } else {
      Campaign was = byKey.put(key, campaign);
      if (was != null && was.state() == State.PAUSED && campaign.state() == State.RUNNING) {
        onResume.accept(campaign.tenant());
      }
    }
  }

  /// What is to be done about a message; replies are always sent.
  Standing standing(OutboundMessage message) {
    return message.campaign() == null ? Standing.SEND : standing(keyOf(message));
  }

  /// What is to be done about the messages of the campaign of that key.
  Standing standing(String key) {
    Campaign campaign = byKey.get(key);
    if (campaign == null) {
      return Standing.SEND;
    }
    return switch (campaign.state()) {
      case RUNNING, DONE -> Standing.SEND;
      case SCHEDULED -> isTimed(campaign) ? Standing.SEND : Standing.WAIT;
      case PAUSED -> Standing.WAIT;
      case CANCELLED -> Standing.SKIP;
    };
  }

  /// A campaign that was planned for a time begins by itself: each of its messages carries the
  /// time.
  private static boolean isTimed(Campaign campaign) {
    CampaignPlan plan = campaign.plan();
    return plan != null && plan.at() != null;
  }

  /// Pauses the campaign of a message, if it is being sent; it counts here at once.
  ///
  /// @return the record to be appended; empty when it is not being sent any more, when somebody
  ///   else has just changed it, or for a reply
  Optional<Campaign> pause(OutboundMessage message, String reason, Instant now) {
    CampaignId id = message.campaign();
    return id == null ? Optional.empty() : pause(message.tenant(), id, reason, now);
  }

  /// The same for a campaign by its name.
  Optional<Campaign> pause(TenantId tenant, CampaignId id, String reason, Instant now) {
    String key = keyOf(tenant, id);
    Campaign was = byKey.get(key);
    if (was != null && standing(key) != Standing.SEND) {
      return Optional.empty();
    }
    Campaign paused =
        was == null
            ? new Campaign(tenant, id, State.PAUSED, 0, reason, now)
            : was.changed(State.PAUSED, reason, now);
    boolean first =
        was == null ? byKey.putIfAbsent(key, paused) == null : byKey.replace(key, was, paused);
    return first ? Optional.of(paused) : Optional.empty();
  }

  /// How many messages a second the campaign of that key may begin, if it is to be slower than its
  /// tenant.
  OptionalDouble ratePerSecond(String key) {
    Campaign campaign = byKey.get(key);
    CampaignPlan plan = campaign == null ? null : campaign.plan();
    Double rate = plan == null ? null : plan.ratePerSecond();
    return rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate);
  }

  /// The key of a message's campaign in the topic `campaigns`.
  static String keyOf(OutboundMessage message) {
    return message.tenant() + "/" + message.campaign();
  }

  private static String keyOf(TenantId tenant, CampaignId id) {
    return tenant + "/" + id;
  }
}
