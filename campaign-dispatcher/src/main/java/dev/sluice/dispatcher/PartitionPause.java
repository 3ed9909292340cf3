package dev.sluice.dispatcher;

/// When reading a partition stops and goes on: the back-pressure of one tenant, of no other.
///
/// @param above records in hand above which reading stops
/// @param below records in hand below which it goes on
record PartitionPause(int above, int below) {

  /// Four windows are a second and a half of work at the slowest useful pace, 80 a second and 30 at
  /// once; half of it is left when reading goes on, so that a fetch of 100 ms never starves a lane.
  private static final int WINDOWS = 4;

  /// For a window of so many requests in flight.
  static PartitionPause of(int window) {
    return new PartitionPause(WINDOWS * window, WINDOWS * window / 2);
  }

  /// Whether the partition is to be paused.
  ///
  /// @param paused whether it is now
  /// @param inHand read and not finished
  /// @param hasRoom whether the ledger can take more, see [OffsetLedger#hasRoom]
  boolean decide(boolean paused, int inHand, boolean hasRoom) {
    if (!hasRoom) {
      return true;
    }
    return paused ? inHand >= below : inHand > above;
  }
}
