package dev.sluice.enrichers.embedded;

import dev.sluice.enrichers.ModelUnavailable;

/// The neural network itself: one text in, its meaning out. May be called by many threads at once.
interface Network extends AutoCloseable {

  /// Computes for some milliseconds on the calling thread.
  ///
  /// @param ids the tokens of one text
  /// @param weights what each token counts in the mean by rarity, above 0
  /// @throws ModelUnavailable when the network fails
  Meaning meaningOf(int[] ids, float[] weights) throws ModelUnavailable;

  /// Frees its memory. Not while a call is under way.
  @Override
  void close();
}
