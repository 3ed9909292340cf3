package dev.sluice.topology;

import dev.sluice.enrichers.Endpoint;
import dev.sluice.schemas.TenantId;
import dev.sluice.topology.enrich.ModelCall;
import dev.sluice.topology.enrich.ModelCalls;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Model calls that run when the test says so, on its own thread and in any order it likes.
final class ManualCalls implements ModelCalls {

  private record Lane(TenantId tenant, Optional<Endpoint> endpoint) {}

  private record Waiting(Lane lane, ModelCall<?> call) {}

  private final int queuedMax;
  private final List<Waiting> waiting = new ArrayList<>();
  private final List<ModelCall<?>> begun = new ArrayList<>();
  private final Map<Lane, Integer> queued = new HashMap<>();
  private int submitted;

  /// @param queuedMax calls of one tenant to one endpoint it takes before it says no
  ManualCalls(int queuedMax) {
    this.queuedMax = queuedMax;
  }

  @Override
  public boolean trySubmit(TenantId tenant, Optional<Endpoint> endpoint, ModelCall<?> call) {
    Lane lane = new Lane(tenant, endpoint);
    if (queued.getOrDefault(lane, 0) >= queuedMax) {
      return false;
    }
    queued.merge(lane, 1, Integer::sum);
    waiting.add(new Waiting(lane, call));
    submitted++;
    return true;
  }

  /// Runs the call that has waited longest.
  void runNext() {
    run(0);
  }

  /// Runs any one call, if there is one.
  void runAny(Random random) {
    if (!waiting.isEmpty()) {
      run(random.nextInt(waiting.size()));
    }
  }

  void runAll() {
    while (!waiting.isEmpty()) {
      run(0);
    }
  }

  /// Begins any one call, if there is one, and lets it hang.
  void beginAny(Random random) {
    if (!waiting.isEmpty()) {
      Waiting next = take(random.nextInt(waiting.size()));
      next.call().begin();
      begun.add(next.call());
    }
  }

  /// Begins the call that has waited longest and never lets it answer, unless [#answerBegun] is
  /// called.
  void beginNext() {
    Waiting next = take(0);
    next.call().begin();
    begun.add(next.call());
  }

  void answerBegun() {
    begun.forEach(ModelCall::answer);
    begun.clear();
  }

  int waiting() {
    return waiting.size();
  }

  int submitted() {
    return submitted;
  }

  private void run(int index) {
    take(index).call().run();
  }

  private Waiting take(int index) {
    Waiting taken = waiting.remove(index);
    queued.merge(taken.lane(), -1, Integer::sum);
    return taken;
  }
}
