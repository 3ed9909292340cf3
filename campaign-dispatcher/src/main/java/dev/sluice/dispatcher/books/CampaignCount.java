package dev.sluice.dispatcher.books;

import static java.util.Objects.requireNonNull;

import dev.sluice.schemas.Campaign;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How many messages of a campaign are where, at one moment. Each message counts once, as its
/// latest outcome says: accepted + failed + skipped + unknown + pending = total.
///
/// @param campaign as its latest record says; its total is 0 when nobody has said
/// @param failed refused for good, at once or later
/// @param failedLate the part of `failed` that the provider had taken before it reported a failure
/// @param unknown sent or not, nobody knows
/// @param ratePerSecond messages decided per second, over the minute before `asOf` or, when the
///   first is younger, since then
/// @param failureCodes why messages failed: the ten most frequent codes, most frequent first
/// @param lastOutcomeAt when the latest outcome was known; absent before the first
public record CampaignCount(
    Campaign campaign,
    long accepted,
    long failed,
    long failedLate,
    long skipped,
    long unknown,
    double ratePerSecond,
    Map<String, Long> failureCodes,
    @Nullable Instant lastOutcomeAt,
    Instant asOf) {

  /// An end further away than this is no expectation: the topics keep a message for 8 days.
  private static final Duration FORESIGHT = Duration.ofDays(365);

  public CampaignCount {
    requireNonNull(campaign, "campaign");
    requireNonNull(asOf, "asOf");
    failureCodes = Collections.unmodifiableMap(new LinkedHashMap<>(failureCodes));
  }

  /// Messages that have an outcome.
  public long decided() {
    return accepted + failed + skipped + unknown;
  }

  /// Messages that have no outcome yet.
  public long pending() {
    return Math.max(0, campaign.total() - decided());
  }

  /// Messages that have an outcome beyond the total, which should never be; 0 when the total is not
  /// known.
  public long overcounted() {
    return campaign.total() == 0 ? 0 : Math.max(0, decided() - campaign.total());
  }

  /// When the last message will be decided if the campaign goes on at its rate; empty when it is
  /// not running, nothing is pending, or nothing was decided in the last minute.
  public Optional<Instant> expectedEnd() {
    double seconds = pending() / ratePerSecond;
    boolean ends =
        campaign.state() == Campaign.State.RUNNING
            && pending() > 0
            && seconds <= FORESIGHT.toSeconds();
    return ends ? Optional.of(asOf.plusSeconds((long) Math.ceil(seconds))) : Optional.empty();
  }
}
