package dev.sluice.topology;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/// One budget of memory for all stores on disk of this process.
///
/// By default each segment of each task's store may fill three buffers of 16 MiB and a cache of 50
/// MiB: with 8 tasks of three segments more than 2 GiB. What is stored is small: five million
/// fingerprints are about 200 MB on disk. Kafka Streams makes one of these per store; what they
/// share is static for that reason and lives as long as the process.
public final class BoundedMemory implements RocksDBConfigSetter {

  static {
    RocksDB.loadLibrary();
  }

  /// Blocks that were read, in bytes, and within it the buffers of what is being written.
  private static final long CACHE_BYTES = 64L * 1024 * 1024;

  /// Together for all stores, in bytes; beyond it the oldest buffer is written to disk.
  private static final long WRITE_BUFFERS_BYTES = 48L * 1024 * 1024;

  /// Of one store, in bytes: 60,000 fingerprints.
  private static final long WRITE_BUFFER_BYTES = 4L * 1024 * 1024;

  private static final Cache CACHE = new LRUCache(CACHE_BYTES);

  private static final WriteBufferManager BUFFERS =
      new WriteBufferManager(WRITE_BUFFERS_BYTES, CACHE);

  @Override
  public void setConfig(String store, Options options, Map<String, Object> settings) {
    BlockBasedTableConfig tables = (BlockBasedTableConfig) options.tableFormatConfig();
    tables.setBlockCache(CACHE);
    tables.setCacheIndexAndFilterBlocks(true);
    options.setWriteBufferManager(BUFFERS);
    options.setWriteBufferSize(WRITE_BUFFER_BYTES);
    options.setTableFormatConfig(tables);
  }

  /// Closes nothing: the other stores go on using what they share.
  @Override
  public void close(String store, Options options) {}
}
