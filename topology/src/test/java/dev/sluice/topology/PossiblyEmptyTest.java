package dev.sluice.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.internals.OffsetCheckpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PossiblyEmptyTest {

  private static final Duration WINDOW = Duration.ofHours(1);
  private static final TopicPartition CHANGELOG = new TopicPartition("seen-changelog", 0);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path directory;

  @Test
  void shouldKnowThatNothingWasEverWritten() {
    // Given a store that was opened, committed and closed without a record
    WindowStore<Bytes, byte[]> first = open();
    first.commit(Map.of(CHANGELOG, 0L));
    first.close();

    // When
    try (Closing second = new Closing(open())) {

      // Then
      assertThat(second.store().committedOffset(CHANGELOG))
          .isEqualTo(OffsetCheckpoint.OFFSET_UNKNOWN);
    }
  }

  @Test
  void shouldKnowTheOffsetOfWhatWasWritten() {
    // Given
    WindowStore<Bytes, byte[]> first = open();
    first.put(new Bytes(new byte[] {1}), new byte[] {1}, WINDOW.toMillis());
    first.commit(Map.of(CHANGELOG, 7L));
    first.close();

    // When
    try (Closing second = new Closing(open())) {

      // Then
      assertThat(second.store().committedOffset(CHANGELOG)).isEqualTo(7);
    }
  }

  @Test
  void shouldNotTakeALostOffsetForAnEmptyStore() {
    // Given
    WindowStore<Bytes, byte[]> first = open();
    first.put(new Bytes(new byte[] {1}), new byte[] {1}, WINDOW.toMillis());
    first.commit(Map.of());
    first.close();

    // When
    try (Closing second = new Closing(open())) {

      // Then
      assertThat(second.store().committedOffset(CHANGELOG)).isNull();
    }
  }

  /// For a test's end.
  private record Closing(WindowStore<Bytes, byte[]> store) implements AutoCloseable {
    @Override
    public void close() {
      store.close();
    }
  }

  private WindowStore<Bytes, byte[]> open() {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "possibly-empty");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    WindowStore<Bytes, byte[]> store =
        PossiblyEmpty.storesOf(Stores.persistentWindowStore("seen", WINDOW, WINDOW, false)).get();
    MockProcessorContext<String, String> context =
        new MockProcessorContext<>(properties, new TaskId(0, 0), directory.toFile());
    store.init(context.getStateStoreContext(), store);
    return store;
  }
}
