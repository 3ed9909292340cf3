package dev.sluice.dispatcher.books;

import dev.sluice.dispatcher.UnfinishedOffsets;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/// How far the dispatchers have worked off a tenant's topic, as they have committed it.
///
/// @param next the first offset that none has read
/// @param unfinished offsets before it that are not done
record WorkPosition(long next, Set<Long> unfinished) {

  WorkPosition {
    unfinished = Set.copyOf(unfinished);
  }

  /// What a committed position says; without one nothing is done. Where the metadata cannot be
  /// read, everything from the offset on counts as not done.
  static WorkPosition of(@Nullable OffsetAndMetadata committed) {
    if (committed == null) {
      return new WorkPosition(0, Set.of());
    }
    return UnfinishedOffsets.decode(committed.offset(), committed.metadata())
        .map(known -> new WorkPosition(known.next(), known.offsets()))
        .orElseGet(() -> new WorkPosition(committed.offset(), Set.of()));
  }

  /// Whether the record of that offset is still to be worked on.
  boolean isPending(long offset) {
    return offset >= next || unfinished.contains(offset);
  }
}
