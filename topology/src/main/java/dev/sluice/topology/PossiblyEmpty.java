package dev.sluice.topology;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.WindowBytesStoreSupplier;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;
import org.apache.kafka.streams.state.internals.OffsetCheckpoint;
import org.jspecify.annotations.Nullable;

/// A window store on disk that can tell "nothing was ever written" from "the offset is lost".
///
/// Kafka Streams 4.3.1 keeps a store's offset in its segments, and a store in which nothing was
/// ever written has none. Under exactly once it takes the missing offset for the trace of a crash:
/// it wipes the task, and asks for a rebalance. With two threads or more the rebalance hands the
/// idle task to another one, which finds the same, and so on: tasks that have work to do are closed
/// and restored every few seconds, for a minute or for good.
///
/// A segment exists from its first record on, so without one nothing is missing. Then the offset is
/// given as unknown, as stores without segments do.
final class PossiblyEmpty implements WindowStore<Bytes, byte[]> {

  private final WindowStore<Bytes, byte[]> store;

  /// Of its segments; null before [#init].
  private @Nullable Path directory;

  private PossiblyEmpty(WindowStore<Bytes, byte[]> store) {
    this.store = store;
  }

  /// The stores of a supplier, each of which may be empty.
  static WindowBytesStoreSupplier storesOf(WindowBytesStoreSupplier supplier) {
    return new WindowBytesStoreSupplier() {
      @Override
      public String name() {
        return supplier.name();
      }

      @Override
      public WindowStore<Bytes, byte[]> get() {
        return new PossiblyEmpty(supplier.get());
      }

      @Override
      public String metricsScope() {
        return supplier.metricsScope();
      }

      @Override
      public long segmentIntervalMs() {
        return supplier.segmentIntervalMs();
      }

      @Override
      public long windowSize() {
        return supplier.windowSize();
      }

      @Override
      public boolean retainDuplicates() {
        return supplier.retainDuplicates();
      }

      @Override
      public long retentionPeriod() {
        return supplier.retentionPeriod();
      }
    };
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    directory = context.stateDir().toPath().resolve(name());
    store.init(context, root);
  }

  /// @return null when there are segments and none holds an offset
  /// @throws UncheckedIOException when the directory cannot be read
  @Override
  public @Nullable Long committedOffset(TopicPartition partition) {
    Long committed = store.committedOffset(partition);
    if (committed == null && !hasSegments()) {
      return OffsetCheckpoint.OFFSET_UNKNOWN;
    }
    return committed;
  }

  @Override
  public void put(Bytes key, byte[] value, long windowStart) {
    store.put(key, value, windowStart);
  }

  @Override
  public byte[] fetch(Bytes key, long time) {
    return store.fetch(key, time);
  }

  @Override
  public WindowStoreIterator<byte[]> fetch(Bytes key, long from, long to) {
    return store.fetch(key, from, to);
  }

  @Override
  public KeyValueIterator<Windowed<Bytes>, byte[]> fetch(
      Bytes first, Bytes last, long from, long to) {
    return store.fetch(first, last, from, to);
  }

  @Override
  public KeyValueIterator<Windowed<Bytes>, byte[]> fetchAll(long from, long to) {
    return store.fetchAll(from, to);
  }

  @Override
  public KeyValueIterator<Windowed<Bytes>, byte[]> all() {
    return store.all();
  }

  @Override
  public void commit(Map<TopicPartition, Long> changelogOffsets) {
    store.commit(changelogOffsets);
  }

  @Override
  @SuppressWarnings("deprecation") // asked for by 4.3.1
  public boolean managesOffsets() {
    return store.managesOffsets();
  }

  @Override
  public <R> QueryResult<R> query(Query<R> query, PositionBound bound, QueryConfig config) {
    return store.query(query, bound, config);
  }

  @Override
  public Position getPosition() {
    return store.getPosition();
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public boolean persistent() {
    return store.persistent();
  }

  @Override
  public boolean isOpen() {
    return store.isOpen();
  }

  @Override
  public void close() {
    store.close();
  }

  private boolean hasSegments() {
    try (Stream<Path> segments = Files.list(requireNonNull(directory))) {
      return segments.findAny().isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
