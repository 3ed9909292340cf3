package dev.sluice.enrichers;

/// Where a tenant's questions to a model go, as far as concurrency is concerned: calls to the same
/// endpoint share its limit, calls to different ones never wait for each other.
///
/// @param name distinguishes endpoints: the URL of a remote one, without user info and query
/// @param maxInFlight calls of one tenant under way at once, at least 1
public record Endpoint(String name, int maxInFlight) {
  public Endpoint {
    if (maxInFlight < 1) {
      throw new IllegalArgumentException(
          "maxInFlight = %d: must be at least 1".formatted(maxInFlight));
    }
  }
}
