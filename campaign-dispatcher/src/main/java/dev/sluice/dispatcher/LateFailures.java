package dev.sluice.dispatcher;

import dev.sluice.dispatcher.ProviderAnswer.CampaignStopped;
import dev.sluice.dispatcher.ProviderAnswer.NotSent;
import dev.sluice.dispatcher.ProviderAnswer.TenantStopped;
import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.ProviderStatus.ProviderError;
import dev.sluice.schemas.ProviderStatus.State;
import dev.sluice.schemas.TenantId;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// What a provider refuses only after it has taken a message, as far as it concerns more than that
/// message: a payment that failed, a number reported as spam. The campaign is paused before it uses
/// up more recipients. The failure itself is in the topic of statuses for everybody who counts.
final class LateFailures {

  private final CampaignView campaigns;
  private final Predicate<TenantId> isOurs;
  private final Consumer<Campaign> append;
  private final InstantSource clock;

  /// @param isOurs whether this dispatcher sends a tenant's campaigns: one of several has to act
  /// @param append makes a campaign's new state known
  LateFailures(
      CampaignView campaigns,
      Predicate<TenantId> isOurs,
      Consumer<Campaign> append,
      InstantSource clock) {
    this.campaigns = campaigns;
    this.isOurs = isOurs;
    this.append = append;
    this.clock = clock;
  }

  /// Looks at a status that has not been seen before.
  void note(ProviderStatus status) {
    CampaignId campaign = status.campaign();
    if (status.state() == State.FAILED && campaign != null && isOurs.test(status.tenant())) {
      status.errors().stream()
          .flatMap(error -> reasonToPause(error).stream())
          .findFirst()
          .flatMap(reason -> campaigns.pause(status.tenant(), campaign, reason, clock.instant()))
          .ifPresent(append);
    }
  }

  private static Optional<String> reasonToPause(ProviderError error) {
    return switch (CloudApiCatalogue.ofStatus(error.code(), error.title())) {
      case TenantStopped refusal -> Optional.of(inWords(refusal));
      case CampaignStopped refusal -> Optional.of(inWords(refusal));
      case ProviderAnswer.Accepted _,
          ProviderAnswer.Transient _,
          ProviderAnswer.Throttled _,
          ProviderAnswer.RecipientBusy _,
          ProviderAnswer.Refused _,
          ProviderAnswer.InDoubt _ ->
          Optional.empty();
    };
  }

  private static String inWords(NotSent refusal) {
    return refusal.code() + ": " + refusal.reason();
  }
}
