package dev.sluice.gateway;

/// What a body turned out to be.
sealed interface Reading {

  /// @param whole all of its bytes
  record Found(Piece whole) implements Reading {}

  /// Nobody can tell whose it is.
  ///
  /// @param reason in our words; never a piece of the body
  record Unreadable(String reason) implements Reading {}
}
