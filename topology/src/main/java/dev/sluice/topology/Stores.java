package dev.sluice.topology;

import static org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore;
import static org.apache.kafka.streams.state.Stores.keyValueStoreBuilder;
import static org.apache.kafka.streams.state.Stores.persistentWindowStore;
import static org.apache.kafka.streams.state.Stores.windowStoreBuilder;

import dev.sluice.schemas.Retention;
import dev.sluice.topology.admit.Pending;
import dev.sluice.topology.parse.Position;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.WindowStore;

/// The topology's two stores. Both are rebuilt from their changelogs after a crash, so both are
/// kept small.
///
/// @param pending messages admitted and not yet released, iterated in order of arrival
/// @param seen fingerprints within the duplicate window
record Stores(
    StoreBuilder<KeyValueStore<Position, Pending>> pending,
    StoreBuilder<WindowStore<byte[], byte[]>> seen) {

  /// Small segments, for only a closed one is compacted: a restart reads at most this much of
  /// messages that have long been released. In bytes.
  private static final int SEGMENT_BYTES = 16 * 1024 * 1024;

  /// A changelog is compacted once this share of it is outdated.
  private static final String DIRTY_RATIO = "0.1";

  /// Deletions have to be seen by a restoring instance, which reads for seconds, not for the
  /// default of a day.
  private static final Duration TOMBSTONES_KEPT = Duration.ofMinutes(1);

  /// The stores of production: `pending` in memory, `seen` on disk, both with a changelog.
  ///
  /// @param window how long a repetition is recognised
  static Stores durable(Duration window) {
    return new Stores(pending(inMemoryKeyValueStore(Names.PENDING_STORE)), seen(window));
  }

  static StoreBuilder<KeyValueStore<Position, Pending>> pending(KeyValueBytesStoreSupplier store) {
    return keyValueStoreBuilder(store, Position.serde(), Pending.serde())
        .withCachingDisabled()
        .withLoggingEnabled(changelog());
  }

  /// Fingerprints seen, on disk. It has to be a persistent store: only then does an instance keep
  /// its process id across a crash, and can fence its dead predecessor at once instead of waiting
  /// for a time-out.
  private static StoreBuilder<WindowStore<byte[], byte[]>> seen(Duration window) {
    return windowStoreBuilder(
            persistentWindowStore(Names.SEEN_STORE, window, window, false),
            Serdes.ByteArray(),
            Serdes.ByteArray())
        .withCachingDisabled()
        .withLoggingEnabled(Map.of());
  }

  private static Map<String, String> changelog() {
    Map<String, String> settings = new HashMap<>();
    settings.put(TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(SEGMENT_BYTES));
    settings.put(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, DIRTY_RATIO);
    settings.put(TopicConfig.DELETE_RETENTION_MS_CONFIG, Long.toString(TOMBSTONES_KEPT.toMillis()));
    settings.put(
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(Retention.MESSAGE_BYTES_MAX));
    return settings;
  }
}
