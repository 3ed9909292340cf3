package dev.sluice.simulator;

import dev.sluice.schemas.ProviderStatus.ProviderError;
import java.net.URI;
import java.time.Duration;

/// Where the statuses of accepted messages are posted, and what they say.
///
/// @param gateway the gateway's base address, without path
/// @param app whose webhook address they go to, and what signs them
/// @param step time from accepted to `sent`, from there to `delivered`, and from there to `read`
/// @param failedShare share of accepted messages that end as `failed` instead of `delivered`
/// @param failure why they fail
public record StatusSink(
    URI gateway, MetaApp app, Duration step, double failedShare, ProviderError failure) {

  /// What Meta answers most often when a message it took cannot be delivered.
  public static final ProviderError UNDELIVERABLE =
      new ProviderError(131026, "Message undeliverable");

  public StatusSink {
    Checks.notNegative("step", step);
    Checks.share("failedShare", failedShare);
  }

  /// Everything accepted is sent, delivered and read at once.
  public static StatusSink to(URI gateway, MetaApp app) {
    return new StatusSink(gateway, app, Duration.ZERO, 0, UNDELIVERABLE);
  }

  public StatusSink withStep(Duration time) {
    return new StatusSink(gateway, app, time, failedShare, failure);
  }

  public StatusSink withFailedShare(double share) {
    return new StatusSink(gateway, app, step, share, failure);
  }

  public StatusSink withFailure(ProviderError reason) {
    return new StatusSink(gateway, app, step, failedShare, reason);
  }
}
