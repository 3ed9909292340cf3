package dev.sluice.simulator;

import org.jspecify.annotations.Nullable;

/// One account at the simulated provider, reached by each of its contracts.
///
/// @param id the phone number id, or what stands for it in the path of a send
/// @param token the secret a send must present, in the form of its contract
/// @param statuses where statuses are posted; null posts none
public record ProviderAccount(
    String id, String token, ProviderBehaviour behaviour, @Nullable StatusSink statuses) {

  /// An account that posts no statuses.
  public static ProviderAccount of(String id, String token, ProviderBehaviour behaviour) {
    return new ProviderAccount(id, token, behaviour, null);
  }

  public ProviderAccount withStatuses(StatusSink sink) {
    return new ProviderAccount(id, token, behaviour, sink);
  }

  @Override
  public String toString() {
    return "ProviderAccount[" + id + "]";
  }
}
