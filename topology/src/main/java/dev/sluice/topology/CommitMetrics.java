package dev.sluice.topology;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.streams.KafkaStreams;

/// Kafka Streams' own numbers on commits, of all threads together.
///
/// Read when somebody asks for them and not before: of its several hundred metrics these are the
/// ones that explain a latency.
final class CommitMetrics {

  private static final String THREADS = "stream-thread-metrics";

  private CommitMetrics() {}

  static void bind(KafkaStreams streams, MeterRegistry registry) {
    FunctionCounter.builder("sluice.topology.commits", streams, sum("commit-total"))
        .register(registry);
    Gauge.builder("sluice.topology.commit.rate", streams, sum("commit-rate"))
        .baseUnit("per second")
        .register(registry);
    Gauge.builder("sluice.topology.commit.latency", streams, highest("commit-latency-avg"))
        .baseUnit("milliseconds")
        .register(registry);
    Gauge.builder("sluice.topology.poll.latency", streams, highest("poll-latency-avg"))
        .baseUnit("milliseconds")
        .register(registry);
  }

  private static ToDoubleFunction<KafkaStreams> sum(String name) {
    return streams -> values(streams, name).sum();
  }

  private static ToDoubleFunction<KafkaStreams> highest(String name) {
    return streams -> values(streams, name).max().orElse(0);
  }

  private static DoubleStream values(KafkaStreams streams, String name) {
    return streams.metrics().values().stream()
        .filter(
            it -> it.metricName().group().equals(THREADS) && it.metricName().name().equals(name))
        .map(Metric::metricValue)
        .filter(Number.class::isInstance)
        .mapToDouble(it -> ((Number) it).doubleValue())
        .filter(it -> !Double.isNaN(it));
  }
}
