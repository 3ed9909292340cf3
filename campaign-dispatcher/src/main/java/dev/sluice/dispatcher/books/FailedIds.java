package dev.sluice.dispatcher.books;

import dev.sluice.dispatcher.books.Fate.Outcome;
import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.ProviderStatus;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/// The exact ids of a campaign's messages that failed. Memory follows those that did, or were said
/// to at some time, beside the [CampaignBooks]. Not thread-safe.
final class FailedIds {

  private final CampaignBooks books;
  private final Set<String> suspects = new LinkedHashSet<>();

  FailedIds(Campaign campaign) {
    this.books = CampaignBooks.begin(campaign);
  }

  void outcome(DeliveryOutcome outcome) {
    books.outcome(outcome);
    switch (outcome) {
      case DeliveryOutcome.Failed _, DeliveryOutcome.Unknown _ ->
          suspects.add(outcome.delivery().messageId());
      case DeliveryOutcome.Accepted _, DeliveryOutcome.Skipped _ -> {}
    }
  }

  void status(ProviderStatus status) {
    books.status(status);
    String messageId = status.correlation();
    if (messageId != null && status.state() == ProviderStatus.State.FAILED) {
      suspects.add(messageId);
    }
  }

  Set<String> ids(boolean unknownToo) {
    return suspects.stream()
        .filter(id -> isWanted(books.counted(id), unknownToo))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static boolean isWanted(Outcome counted, boolean unknownToo) {
    return counted == Outcome.FAILED || (unknownToo && counted == Outcome.UNKNOWN);
  }
}
