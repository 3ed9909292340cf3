package dev.sluice.schemas;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/// How long a topic keeps its records.
public sealed interface Retention {

  /// Room for a webhook of 4 MiB and its headers: `max.message.bytes` of every topic, in bytes.
  int MESSAGE_BYTES_MAX = 4 * 1024 * 1024 + 64 * 1024;

  /// Kept for a time.
  record For(Duration time) implements Retention {}

  /// Only the latest record of each key is kept, for ever.
  record LatestPerKey() implements Retention {}

  static Retention days(int days) {
    return new For(Duration.ofDays(days));
  }

  /// The topic's settings that follow from this, by Kafka's names.
  default Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MESSAGE_BYTES_MAX));
    switch (this) {
      case For(Duration time) -> {
        settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        settings.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(time.toMillis()));
      }
      case LatestPerKey() ->
          settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    }
    return Map.copyOf(settings);
  }
}
