package dev.sluice.dispatcher.books;

import dev.sluice.schemas.Campaign;
import java.util.List;

/// Where each message of a campaign is that was appended for it: every one counts once, under the
/// first of these that is true of it.
///
/// @param appended distinct messages in the tenant's topic
/// @param decided that have an outcome; may include some the topic no longer holds
/// @param pending that the dispatchers have not finished
/// @param parked that wait in `dispatch.retry`
/// @param unaccounted that are nowhere, which must never be
/// @param unaccountedOffsets where the first 20 of those lie in the tenant's topic
/// @param missing how many of the total were never appended, as far as the topics go back; 0 when
///   the total is not known
/// @param overcounted decided beyond the total, which must never be; 0 when it is not known
public record AuditReport(
    Campaign campaign,
    long appended,
    long decided,
    long pending,
    long parked,
    long unaccounted,
    List<Long> unaccountedOffsets,
    long missing,
    long overcounted) {

  public AuditReport {
    unaccountedOffsets = List.copyOf(unaccountedOffsets);
  }

  /// Whether every message is somewhere, and none is there twice.
  public boolean isWhole() {
    return unaccounted == 0 && overcounted == 0;
  }
}
