package dev.sluice.enrichers.embedded;

import dev.sluice.enrichers.ModelUnavailable;

/// The neural network itself: one text in, one vector out. May be called by many threads at once.
interface Network extends AutoCloseable {

  /// Computes for some milliseconds on the calling thread.
  ///
  /// @param ids the tokens of one text
  /// @return a vector of length 1
  /// @throws ModelUnavailable when the network fails
  float[] vectorOf(int[] ids) throws ModelUnavailable;

  /// Frees its memory. Not while a call is under way.
  @Override
  void close();
}
