package dev.sluice.schemas;

import org.apache.kafka.common.serialization.Serde;

/// A topic: its name, its types and how long it keeps what it holds, as one value.
///
/// @param partitions how many it is created with; an existing topic is left as it is
public record Topic<K, V>(
    String name, Serde<K> keys, Serde<V> values, Retention retention, int partitions) {

  @Override
  public String toString() {
    return name;
  }
}
