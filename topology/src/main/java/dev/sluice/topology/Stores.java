package dev.sluice.topology;

import static org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore;
import static org.apache.kafka.streams.state.Stores.keyValueStoreBuilder;
import static org.apache.kafka.streams.state.Stores.persistentKeyValueStore;
import static org.apache.kafka.streams.state.Stores.persistentWindowStore;
import static org.apache.kafka.streams.state.Stores.windowStoreBuilder;

import dev.sluice.schemas.Retention;
import dev.sluice.topology.admit.ParkedKey;
import dev.sluice.topology.admit.Pending;
import dev.sluice.topology.admit.Waiting;
import dev.sluice.topology.parse.Position;
import dev.sluice.topology.repeats.Unanswered;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.WindowBytesStoreSupplier;
import org.apache.kafka.streams.state.WindowStore;

/// The topology's stores. All but `waiting` are rebuilt from their changelogs after a crash, so
/// they are kept small.
///
/// @param pending messages admitted and not yet released, iterated in order of arrival
/// @param parked messages of tenants that have too many pending
/// @param waiting a view of both, for the stages that share them
/// @param seen fingerprints within the duplicate window
/// @param unanswered how many messages of a conversation nobody has answered
record Stores(
    StoreBuilder<KeyValueStore<Position, Pending>> pending,
    StoreBuilder<KeyValueStore<ParkedKey, byte[]>> parked,
    StoreBuilder<Waiting> waiting,
    StoreBuilder<WindowStore<byte[], byte[]>> seen,
    StoreBuilder<KeyValueStore<byte[], Unanswered>> unanswered) {

  /// Small segments, for only a closed one is compacted or deleted: a restart reads at most this
  /// much of what is outdated. In bytes; about 10,000 messages, or 200,000 fingerprints.
  private static final int SEGMENT_BYTES = 16 * 1024 * 1024;

  /// A changelog is compacted once this share of it is outdated.
  private static final String DIRTY_RATIO = "0.1";

  /// Deletions have to be seen by a restoring instance, which reads for seconds, not for the
  /// default of a day.
  private static final Duration TOMBSTONES_KEPT = Duration.ofMinutes(1);

  /// However little there is to do, a segment is closed and compacted after this: what a customer
  /// wrote does not stay in a changelog for longer than it is needed.
  private static final Duration UNCOMPACTED_MAX = Duration.ofMinutes(10);

  /// Of a changelog that is deleted by age, the part in the open segment stays: an eighth of the
  /// window beyond it, at most.
  private static final int SEGMENTS_A_WINDOW = 8;

  /// The stores of production: `pending` and `unanswered` in memory, `parked` and `seen` on disk,
  /// these four with a changelog.
  static Stores durable(Stages stages) {
    return new Stores(
        pending(inMemoryKeyValueStore(Names.PENDING_STORE)),
        parked(persistentKeyValueStore(Names.PARKED_STORE)),
        stages.waiting(),
        seen(onDisk(stages.duplicateWindow()), stages.duplicateWindow()),
        unanswered(inMemoryKeyValueStore(Names.UNANSWERED_STORE)));
  }

  List<StoreBuilder<?>> all() {
    return List.of(pending, parked, waiting, seen, unanswered);
  }

  static StoreBuilder<KeyValueStore<Position, Pending>> pending(KeyValueBytesStoreSupplier store) {
    return keyValueStoreBuilder(store, Position.serde(), Pending.serde())
        .withCachingDisabled()
        .withLoggingEnabled(compacted());
  }

  /// The values stay bytes, so that a starting task counts what is parked without reading it.
  static StoreBuilder<KeyValueStore<ParkedKey, byte[]>> parked(KeyValueBytesStoreSupplier store) {
    return keyValueStoreBuilder(store, ParkedKey.serde(), Serdes.ByteArray())
        .withCachingDisabled()
        .withLoggingEnabled(compacted());
  }

  /// 28 bytes a waiting conversation, about 150 in memory; answered and forgotten ones leave it.
  static StoreBuilder<KeyValueStore<byte[], Unanswered>> unanswered(
      KeyValueBytesStoreSupplier store) {
    return keyValueStoreBuilder(store, Serdes.ByteArray(), Unanswered.serde())
        .withCachingDisabled()
        .withLoggingEnabled(compacted());
  }

  /// Fingerprints seen, on disk. It has to be a persistent store: only then does an instance keep
  /// its process id across a crash, and can fence its dead predecessor at once instead of waiting
  /// for a time-out.
  private static WindowBytesStoreSupplier onDisk(Duration window) {
    return PossiblyEmpty.storesOf(persistentWindowStore(Names.SEEN_STORE, window, window, false));
  }

  static StoreBuilder<WindowStore<byte[], byte[]>> seen(
      WindowBytesStoreSupplier store, Duration window) {
    return windowStoreBuilder(store, Serdes.ByteArray(), Serdes.ByteArray())
        .withCachingDisabled()
        .withLoggingEnabled(
            Map.of(
                TopicConfig.SEGMENT_BYTES_CONFIG,
                Integer.toString(SEGMENT_BYTES),
                TopicConfig.SEGMENT_MS_CONFIG,
                Long.toString(Math.max(1, window.toMillis() / SEGMENTS_A_WINDOW))));
  }

  private static Map<String, String> compacted() {
    Map<String, String> settings = new HashMap<>();
    settings.put(TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(SEGMENT_BYTES));
    settings.put(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, DIRTY_RATIO);
    settings.put(TopicConfig.DELETE_RETENTION_MS_CONFIG, Long.toString(TOMBSTONES_KEPT.toMillis()));
    settings.put(
        TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, Long.toString(UNCOMPACTED_MAX.toMillis()));
    settings.put(
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(Retention.MESSAGE_BYTES_MAX));
    return settings;
  }
}
