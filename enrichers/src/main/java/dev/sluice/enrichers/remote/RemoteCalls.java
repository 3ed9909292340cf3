package dev.sluice.enrichers.remote;

import dev.sluice.schemas.TenantId;
import java.time.Duration;

/// Hears what becomes of questions to remote models; meant for counters. Called on the threads that
/// ask, from many at once; must neither block nor throw.
public interface RemoteCalls {

  /// Nobody listens.
  RemoteCalls NONE =
      new RemoteCalls() {
        @Override
        public void asked(
            TenantId tenant, Task task, Outcome outcome, int requests, Duration took) {}

        @Override
        public void fellBack(TenantId tenant, Task task, boolean answered) {}
      };

  /// What became of one question. Everything but `ANSWERED` leads to [#fellBack].
  enum Outcome {
    /// With a label of the tenant's.
    ANSWERED,
    /// This message was refused, or labelled with something nobody knows; another one need not be.
    REFUSED,
    /// The settings are wrong: a status such as 401 or 404, no secret, no request to be made of
    /// them. Somebody has to look.
    MISCONFIGURED,
    /// No answer in time, or none that could be read.
    FAILED,
    /// Not asked: the endpoint has failed too often just now.
    BREAKER_OPEN
  }

  /// A question to a tenant's own model is over.
  ///
  /// @param requests sent for it, 0 to 2
  void asked(TenantId tenant, Task task, Outcome outcome, int requests, Duration took);

  /// The embedded model was asked instead.
  ///
  /// @param answered whether it did; otherwise the message goes without
  void fellBack(TenantId tenant, Task task, boolean answered);
}
