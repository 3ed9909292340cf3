package dev.sluice.topology;

import org.apache.kafka.streams.StreamsConfig;

/// What a crash may do to the output.
public enum Guarantee {

  /// Every message is in the inbox once.
  EXACTLY_ONCE(StreamsConfig.EXACTLY_ONCE_V2),

  /// Every message is in the inbox, and those of the last moments before a crash may be there
  /// twice; the inbox service tells them by their id. Saves the transactions: some 10 ms a message
  /// and the broker's work for them.
  AT_LEAST_ONCE(StreamsConfig.AT_LEAST_ONCE);

  private final String wireName;

  Guarantee(String wireName) {
    this.wireName = wireName;
  }

  /// Kafka Streams' word for it.
  String wireName() {
    return wireName;
  }
}
