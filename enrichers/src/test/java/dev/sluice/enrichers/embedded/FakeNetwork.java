package dev.sluice.enrichers.embedded;

import dev.sluice.enrichers.ModelUnavailable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// A network whose meanings say nothing, and whose calls a test counts, holds up and fails.
final class FakeNetwork implements Network {

  final AtomicInteger begun = new AtomicInteger();
  final AtomicBoolean closed = new AtomicBoolean();
  final AtomicBoolean failing = new AtomicBoolean();

  /// One permit lets one call end.
  final Semaphore ends = new Semaphore(0);

  static FakeNetwork thatNeverWaits() {
    FakeNetwork network = new FakeNetwork();
    network.ends.release(1_000_000);
    return network;
  }

  @Override
  public Meaning meaningOf(int[] ids, float[] weights) throws ModelUnavailable {
    begun.incrementAndGet();
    ends.acquireUninterruptibly();
    if (failing.get()) {
      throw ModelUnavailable.temporarily("broken", null);
    }
    float[] plain = new float[8];
    float[] byRarity = new float[8];
    for (int i = 0; i < ids.length; i++) {
      plain[ids[i] % plain.length] += 1;
      byRarity[ids[i] % byRarity.length] += weights[i];
    }
    return new Meaning(Vectors.unit(plain), Vectors.unit(byRarity));
  }

  @Override
  public void close() {
    closed.set(true);
  }
}
