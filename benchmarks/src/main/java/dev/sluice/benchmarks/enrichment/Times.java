package dev.sluice.benchmarks.enrichment;

import dev.sluice.benchmarks.Spread;
import dev.sluice.simulator.Percentiles;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/// One time of every message, round by round, in milliseconds.
record Times(List<Percentiles> rounds) {

  Times {
    rounds = List.copyOf(rounds);
  }

  static Times of(List<List<Journey>> rounds, ToLongFunction<Journey> nanos) {
    return new Times(
        rounds.stream()
            .map(
                round ->
                    Percentiles.ofNanos(
                        round.stream().filter(it -> it.arrivals() > 0).mapToLong(nanos).toArray()))
            .toList());
  }

  Spread p50() {
    return spread(Percentiles::p50);
  }

  Spread p99() {
    return spread(Percentiles::p99);
  }

  Spread max() {
    return spread(Percentiles::max);
  }

  private Spread spread(ToDoubleFunction<Percentiles> value) {
    return Spread.of(rounds.stream().mapToDouble(value).toArray());
  }
}
