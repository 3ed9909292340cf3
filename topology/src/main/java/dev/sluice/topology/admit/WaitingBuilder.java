package dev.sluice.topology.admit;

import dev.sluice.topology.Names;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.state.StoreBuilder;

/// Builds the store `waiting`, which has neither cache nor changelog whatever it is told.
record WaitingBuilder(Supplier<Waiting> stores) implements StoreBuilder<Waiting> {

  @Override
  public Waiting build() {
    return stores.get();
  }

  @Override
  public String name() {
    return Names.WAITING_STORE;
  }

  @Override
  public Map<String, String> logConfig() {
    return Map.of();
  }

  @Override
  public boolean loggingEnabled() {
    return false;
  }

  @Override
  public StoreBuilder<Waiting> withCachingEnabled() {
    return this;
  }

  @Override
  public StoreBuilder<Waiting> withCachingDisabled() {
    return this;
  }

  @Override
  public StoreBuilder<Waiting> withLoggingEnabled(Map<String, String> config) {
    return this;
  }

  @Override
  public StoreBuilder<Waiting> withLoggingDisabled() {
    return this;
  }
}
