package dev.sluice.dispatcher;

import dev.sluice.schemas.ProviderStatus.State;
import dev.sluice.schemas.Topics;
import dev.sluice.testsupport.TestBroker;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Appends a status of each message that the first tenant's provider has taken, as the topology
/// does when the provider posts it.
final class EchoFeed implements AutoCloseable {

  private static final Duration LOOK = Duration.ofMillis(20);

  private final SimulatedTenants tenants;
  private final Set<String> told = new HashSet<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private EchoFeed(SimulatedTenants tenants) {
    this.tenants = tenants;
    this.thread = Thread.ofVirtual().name("echo-feed").unstarted(this::run);
  }

  static EchoFeed start(SimulatedTenants tenants) {
    EchoFeed feed = new EchoFeed(tenants);
    feed.thread.start();
    return feed;
  }

  private void run() {
    try {
      while (!closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        tenants.report(0).accepted().keySet().stream().filter(told::add).forEach(this::tell);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(String messageId) {
    TestBroker.produce(
        Topics.STATUSES,
        tenants.id(0).value(),
        EchoesTest.status(tenants.id(0), messageId, State.SENT));
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
