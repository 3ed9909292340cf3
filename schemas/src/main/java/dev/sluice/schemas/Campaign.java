package dev.sluice.schemas;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A campaign's state: the latest record of its key in the compacted topic `campaigns` counts.
///
/// A campaign of which messages are sent without a record counts as running. The dispatcher pauses
/// one by itself when its provider refuses it, and says so in `reason`; whoever resumes or cancels
/// it appends the next record.
///
/// @param total messages the campaign holds, 0 when nobody has said
/// @param reason why it is paused or cancelled, in words for a person
/// @param plan what it was started with; absent when messages were appended without a plan
public record Campaign(
    TenantId tenant,
    CampaignId id,
    State state,
    long total,
    @Nullable String reason,
    Instant changedAt,
    @Nullable CampaignPlan plan) {

  /// Where a campaign is in its life.
  public enum State {
    @JsonProperty("scheduled")
    SCHEDULED,
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("paused")
    PAUSED,
    @JsonProperty("cancelled")
    CANCELLED,
    @JsonProperty("done")
    DONE
  }

  public Campaign {
    requireNonNull(tenant, "tenant");
    requireNonNull(id, "id");
    requireNonNull(state, "state");
    requireNonNull(changedAt, "changedAt");
    if (total < 0) {
      throw new InvalidSetting("total", total, "must not be negative");
    }
  }

  /// A campaign without a plan.
  public Campaign(
      TenantId tenant,
      CampaignId id,
      State state,
      long total,
      @Nullable String reason,
      Instant changedAt) {
    this(tenant, id, state, total, reason, changedAt, null);
  }

  /// The same in another state.
  public Campaign changed(State newState, @Nullable String newReason, Instant now) {
    return new Campaign(tenant, id, newState, total, newReason, now, plan);
  }

  /// The key in the topic `campaigns`: `tenant/campaign`.
  public String key() {
    return tenant.value() + "/" + id.value();
  }
}
