package dev.sluice.benchmarks.enrichment;

import dev.sluice.benchmarks.rig.BrokerProcess;
import dev.sluice.enrichers.CategoryModel;
import dev.sluice.enrichers.SentimentModel;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.Tenants;
import dev.sluice.topology.TopologyRunner;
import dev.sluice.topology.TopologySettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// The topology as it runs in production, exactly once, with somebody who writes to it and somebody
/// who reads from it, all entered in one ledger.
final class RunningTopology implements AutoCloseable {

  private static final Duration READY_LIMIT = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(20);

  /// Longer than any plan's models take together, so that what is missing then is lost.
  private static final Duration ARRIVAL_LIMIT = Duration.ofSeconds(60);

  private final Ledger ledger;
  private final TopologyRunner runner;
  private final InboxWatch watch;
  private final Sender sender;

  private RunningTopology(Ledger ledger, TopologyRunner runner, InboxWatch watch, Sender sender) {
    this.ledger = ledger;
    this.runner = runner;
    this.watch = watch;
    this.sender = sender;
  }

  /// What a part needs to start one.
  ///
  /// @param state the topology's directory, the same for all parts: each goes on where the one
  ///   before has ended
  record Site(BrokerProcess broker, Path state) {

    /// The settings of production.
    TopologySettings settings() {
      return TopologySettings.defaults("bench", state);
    }
  }

  /// Starts it with models whose calls take as long as was drawn, and returns when it works.
  ///
  /// @param maxInFlight calls each model takes from one tenant at once; from all together a third
  ///   more
  static RunningTopology withDrawnModels(Site site, int maxInFlight, List<TenantId> tenants) {
    Ledger ledger = new Ledger();
    DrawnModels models = new DrawnModels(ledger, maxInFlight);
    return start(site, site.settings(), tenants, ledger, models.sentiment(), models.category());
  }

  /// Starts it with models and returns when it works.
  static RunningTopology start(
      Site site,
      TopologySettings settings,
      List<TenantId> tenants,
      Ledger ledger,
      SentimentModel sentiment,
      CategoryModel category) {
    Tenants known = Tenants.of(tenants.stream().map(BenchTenants::describe).toArray(Tenant[]::new));
    TopologyRunner runner =
        TopologyRunner.start(
            settings,
            site.broker().connection(),
            known,
            sentiment,
            category,
            new SimpleMeterRegistry());
    boolean started = false;
    try {
      awaitReady(runner);
      InboxWatch watch = InboxWatch.open(site.broker().connection(), ledger);
      Sender sender = new Sender(site.broker().connection());
      started = true;
      return new RunningTopology(ledger, runner, watch, sender);
    } finally {
      if (!started) {
        runner.close();
      }
    }
  }

  Ledger ledger() {
    return ledger;
  }

  /// Sends a plan and waits until all of it is in the inbox, or long enough to call it lost.
  List<Journey> play(Plan plan) {
    List<Journey> journeys = ledger.expect(plan);
    sender.play(journeys);
    ledger.await(journeys, ARRIVAL_LIMIT);
    return journeys;
  }

  /// Stops everything and says how right it was, late duplicates included.
  Correctness finish() {
    close();
    return ledger.check();
  }

  @Override
  public void close() {
    sender.close();
    runner.close();
    watch.close();
  }

  private static void awaitReady(TopologyRunner runner) {
    long deadline = System.nanoTime() + READY_LIMIT.toNanos();
    while (!runner.ready()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("the topology was not ready after " + READY_LIMIT);
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }
}
