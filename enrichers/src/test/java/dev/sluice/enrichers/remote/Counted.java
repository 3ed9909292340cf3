package dev.sluice.enrichers.remote;

import dev.sluice.schemas.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Writes down what it hears.
final class Counted implements RemoteCalls {

  final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
  final List<Integer> requests = new CopyOnWriteArrayList<>();
  final List<Boolean> fallbacks = new CopyOnWriteArrayList<>();

  @Override
  public void asked(TenantId tenant, Task task, Outcome outcome, int sent, Duration took) {
    outcomes.add(outcome);
    requests.add(sent);
  }

  @Override
  public void fellBack(TenantId tenant, Task task, boolean answered) {
    fallbacks.add(answered);
  }
}
