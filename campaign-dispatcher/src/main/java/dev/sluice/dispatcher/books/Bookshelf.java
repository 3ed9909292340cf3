package dev.sluice.dispatcher.books;

import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.TenantId;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The books of several campaigns. What belongs to no campaign that is open here is ignored. Not
/// thread-safe.
final class Bookshelf {

  private final Map<String, CampaignBooks> byKey = new LinkedHashMap<>();

  /// Opens the books of a campaign, or notes its next record when they are open.
  ///
  /// @return whether they are new
  boolean open(Campaign campaign) {
    CampaignBooks books = byKey.get(campaign.key());
    if (books != null) {
      books.changed(campaign);
      return false;
    }
    byKey.put(campaign.key(), CampaignBooks.begin(campaign));
    return true;
  }

  boolean has(Campaign campaign) {
    return byKey.containsKey(campaign.key());
  }

  void close(String key) {
    byKey.remove(key);
  }

  void closeIf(Predicate<Campaign> which) {
    byKey.values().removeIf(books -> which.test(books.campaign()));
  }

  Collection<CampaignBooks> all() {
    return Collections.unmodifiableCollection(byKey.values());
  }

  void outcome(DeliveryOutcome outcome) {
    CampaignBooks books = of(outcome.delivery().tenant(), outcome.delivery().campaign());
    if (books != null) {
      books.outcome(outcome);
    }
  }

  void status(ProviderStatus status) {
    CampaignBooks books = of(status.tenant(), status.campaign());
    if (books != null) {
      books.status(status);
    }
  }

  private @Nullable CampaignBooks of(TenantId tenant, @Nullable CampaignId campaign) {
    return campaign == null ? null : byKey.get(tenant + "/" + campaign);
  }
}
