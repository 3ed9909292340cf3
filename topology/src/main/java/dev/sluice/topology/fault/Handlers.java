package dev.sluice.topology.fault;

import static java.util.Objects.requireNonNull;

import dev.sluice.schemas.Topics;
import dev.sluice.topology.TopologyMetrics;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;

/// How Kafka Streams is told of the exception handlers and they of what they need: it makes them
/// itself, from their class and the properties.
public final class Handlers {

  private static final String METRICS = "sluice.fault.metrics";
  private static final String REFUSALS = "sluice.fault.refusals";

  private Handlers() {}

  /// Adds the handlers to the properties of an instance.
  ///
  /// Keys and values of webhooks are text and bytes, which can always be read; should that change,
  /// what cannot be read goes to the dead letters, too.
  @SuppressWarnings("deprecation") // asked for until it is the only way
  public static void install(Properties properties, TopologyMetrics metrics, Refusals refusals) {
    properties.put(METRICS, metrics);
    properties.put(REFUSALS, refusals);
    properties.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
        LogAndContinueExceptionHandler.class);
    properties.put(
        StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, Topics.DEAD_LETTERS.name());
    properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, BeforeAdmission.class);
    properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
    properties.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, OnRefusal.class);
  }

  static TopologyMetrics metrics(Map<String, ?> settings) {
    return (TopologyMetrics) requireNonNull(settings.get(METRICS), METRICS);
  }

  static Refusals refusals(Map<String, ?> settings) {
    return (Refusals) requireNonNull(settings.get(REFUSALS), REFUSALS);
  }
}
