package dev.sluice.topology.enrich;

/// What a call tells the stream thread about itself.
sealed interface CallEvent<R> {

  ModelCall<R> call();

  /// Its turn has come; its deadline runs from when the stream thread hears of it.
  record Started<R>(ModelCall<R> call) implements CallEvent<R> {}

  /// The model answered.
  record Answered<R>(ModelCall<R> call, R answer) implements CallEvent<R> {}

  /// The model did not answer.
  ///
  /// @param retryable whether asking again may help
  record Failed<R>(ModelCall<R> call, boolean retryable) implements CallEvent<R> {}
}
