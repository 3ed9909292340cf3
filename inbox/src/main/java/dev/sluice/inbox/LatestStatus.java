package dev.sluice.inbox;

import dev.sluice.schemas.Address;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.ProviderStatus.ProviderError;
import dev.sluice.schemas.ProviderStatus.State;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How far a message got, by all that a provider reported of it.
///
/// Progress never goes back: sent, delivered, read, played, and failed whatever came before.
/// Merging is associative, and the furthest state wins in any order of arrival; of repeats the
/// first stays.
///
/// @param key the provider's message id, or `correlation:<our id>` where it sent none
record LatestStatus(
    String key,
    State state,
    Instant at,
    @Nullable Address recipient,
    @Nullable String correlation,
    List<ProviderError> errors) {

  static LatestStatus of(ProviderStatus status) {
    String id = status.providerMessageId();
    return new LatestStatus(
        id.isEmpty() ? "correlation:" + status.correlation() : id,
        status.state(),
        status.at(),
        status.recipient(),
        status.correlation(),
        status.errors());
  }

  LatestStatus merge(LatestStatus later) {
    LatestStatus furthest = rankOf(later.state) > rankOf(state) ? later : this;
    return new LatestStatus(
        key,
        furthest.state,
        furthest.at,
        recipient == null ? later.recipient : recipient,
        correlation == null ? later.correlation : correlation,
        furthest.errors);
  }

  /// 1 to 5; the table's column `progress`.
  static int rankOf(State state) {
    return switch (state) {
      case SENT -> 1;
      case DELIVERED -> 2;
      case READ -> 3;
      case PLAYED -> 4;
      case FAILED -> 5;
    };
  }

  /// As in JSON.
  ///
  /// @throws IllegalArgumentException when no state has that rank
  static String nameOfRank(int rank) {
    for (State state : State.values()) {
      if (rankOf(state) == rank) {
        return state.name().toLowerCase(Locale.ROOT);
      }
    }
    throw new IllegalArgumentException("progress " + rank + " must be between 1 and 5");
  }
}
