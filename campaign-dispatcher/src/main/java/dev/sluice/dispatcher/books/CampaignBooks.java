package dev.sluice.dispatcher.books;

import dev.sluice.dispatcher.books.Fate.Outcome;
import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.ProviderStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The accounts of one campaign: each message once, as its latest outcome says, or the provider's
/// report that it failed after all.
///
/// Outcomes of one message come in the order of their topic; in what order outcomes and statuses
/// are read, and how often the same one, makes no difference. A million messages take 25 MB, see
/// [IdTable]. Pure; not thread-safe.
final class CampaignBooks {

  private static final String NO_CODE = "no-code";

  private final MessageHash hash = new MessageHash();
  private final IdTable fates = new IdTable();
  private final FailureCodes codes = new FailureCodes();
  private final RateWindow rate = new RateWindow();
  private final long[] counts = new long[Outcome.values().length];
  private Campaign campaign;
  private long late;
  private @Nullable Instant lastOutcomeAt;

  private CampaignBooks(Campaign campaign) {
    this.campaign = campaign;
  }

  static CampaignBooks begin(Campaign campaign) {
    return new CampaignBooks(campaign);
  }

  /// Notes the campaign's next record.
  void changed(Campaign next) {
    campaign = next;
  }

  Campaign campaign() {
    return campaign;
  }

  /// Notes an outcome of one of the campaign's messages.
  void outcome(DeliveryOutcome outcome) {
    Instant at = outcome.delivery().finishedAt();
    long id = hash.of(outcome.delivery().messageId());
    Fate before = fateOf(id);
    Fate after =
        switch (outcome) {
          case DeliveryOutcome.Accepted _ -> before.ended(Outcome.ACCEPTED, FailureCodes.NONE);
          case DeliveryOutcome.Failed failed ->
              before.ended(Outcome.FAILED, codes.numberOf(failed.code()));
          case DeliveryOutcome.Skipped _ -> before.ended(Outcome.SKIPPED, FailureCodes.NONE);
          case DeliveryOutcome.Unknown _ -> before.ended(Outcome.UNKNOWN, FailureCodes.NONE);
        };
    move(id, before, after);
    if (before.outcome() == Outcome.NONE) {
      rate.add(at);
    }
    if (lastOutcomeAt == null || at.isAfter(lastOutcomeAt)) {
      lastOutcomeAt = at;
    }
  }

  /// Notes a status of one of the campaign's messages; only a failure counts, and only with the
  /// message's own id.
  void status(ProviderStatus status) {
    String messageId = status.correlation();
    if (messageId == null || status.state() != ProviderStatus.State.FAILED) {
      return;
    }
    String code =
        status.errors().isEmpty() ? NO_CODE : Integer.toString(status.errors().getFirst().code());
    long id = hash.of(messageId);
    Fate before = fateOf(id);
    move(id, before, before.reportedFailed(codes.numberOf(code)));
  }

  /// What the message of that id counts as; [Outcome#NONE] while it is pending.
  Outcome counted(String messageId) {
    return fateOf(hash.of(messageId)).counted();
  }

  /// Messages that have an outcome.
  long decided() {
    long decided = 0;
    for (Outcome outcome : Outcome.values()) {
      decided += outcome == Outcome.NONE ? 0 : counts[outcome.number];
    }
    return decided;
  }

  CampaignCount count(Instant now) {
    return new CampaignCount(
        campaign,
        counts[Outcome.ACCEPTED.number],
        counts[Outcome.FAILED.number],
        late,
        counts[Outcome.SKIPPED.number],
        counts[Outcome.UNKNOWN.number],
        rate.perSecond(now),
        codes.mostFrequent(),
        lastOutcomeAt,
        now);
  }

  private Fate fateOf(long id) {
    int packed = fates.get(id);
    return packed == 0 ? Fate.UNHEARD : Fate.unpack(packed);
  }

  private void move(long id, Fate before, Fate after) {
    fates.put(id, after.pack());
    add(before, -1);
    add(after, 1);
  }

  private void add(Fate fate, int change) {
    counts[fate.counted().number] += change;
    codes.add(fate.countedCode(), change);
    late += fate.isLate() ? change : 0;
  }
}
