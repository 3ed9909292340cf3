package dev.sluice.topology;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.Options;

/// Has RocksDB write to disk after a thousand ids instead of half a million, so that a test finds
/// on disk what a crash leaves there after days.
public final class SmallBuffers implements RocksDBConfigSetter {

  /// The least RocksDB accepts.
  private static final long WRITE_BUFFER_BYTES = 64 * 1024;

  @Override
  public void setConfig(String store, Options options, Map<String, Object> settings) {
    options.setWriteBufferSize(WRITE_BUFFER_BYTES);
  }

  @Override
  public void close(String store, Options options) {
    // nothing of its own
  }
}
