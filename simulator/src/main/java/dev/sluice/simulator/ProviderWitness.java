package dev.sluice.simulator;

import org.jspecify.annotations.Nullable;

/// Sees each send that a [ProviderSimulator] lets in, as it comes and as it goes.
///
/// Called on the threads that serve, so it must be thread-safe and must not block. Times are of
/// [System#nanoTime].
public interface ProviderWitness {

  /// Sees nothing.
  ProviderWitness NOBODY =
      new ProviderWitness() {
        @Override
        public void arrived(String account, String correlation, long atNanos) {}

        @Override
        public void left(
            String account, String correlation, @Nullable String providerMessageId, long atNanos) {}
      };

  /// A send was let in.
  ///
  /// @param correlation our own id of the message, as the sender gave it
  void arrived(String account, String correlation, long atNanos);

  /// A send has its outcome; its answer is not written yet.
  ///
  /// @param providerMessageId the id it was accepted under; null when it was not accepted
  void left(String account, String correlation, @Nullable String providerMessageId, long atNanos);
}
