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
/// Of a message to a group it is how far it got with any of its members.
///
/// @param key the provider's message id, `correlation:<our id>` where it sent none, or
///   `until:<state>:<recipient>` for all that was sent to somebody up to a time: of these the
///   latest time stays
record LatestStatus(
    String key,
    State state,
    Instant at,
    @Nullable Address recipient,
    @Nullable String correlation,
    List<ProviderError> errors) {

  private static final String WATERMARK = "until:";

  static LatestStatus of(ProviderStatus status) {
    return new LatestStatus(
        keyOf(status),
        status.state(),
        status.at(),
        status.recipient(),
        status.correlation(),
        status.errors());
  }

  /// Whether a status tells which messages it is about.
  static boolean isOfSomething(ProviderStatus status) {
    return !status.providerMessageId().isEmpty()
        || status.correlation() != null
        || status.recipient() != null;
  }

  private static String keyOf(ProviderStatus status) {
    if (!status.providerMessageId().isEmpty()) {
      return status.providerMessageId();
    }
    @Nullable Address recipient = status.recipient();
    return status.correlation() != null || recipient == null
        ? "correlation:" + status.correlation()
        : WATERMARK + status.state().name().toLowerCase(Locale.ROOT) + ":" + recipient.value();
  }

  LatestStatus merge(LatestStatus later) {
    boolean isFurther =
        key.startsWith(WATERMARK) ? later.at.isAfter(at) : rankOf(later.state) > rankOf(state);
    LatestStatus furthest = isFurther ? later : this;
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
