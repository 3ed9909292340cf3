package dev.sluice.topology;

import dev.sluice.enrichers.CategoryModel;
import dev.sluice.enrichers.SentimentModel;
import dev.sluice.tenants.Tenants;
import dev.sluice.topology.enrich.Branch;
import dev.sluice.topology.enrich.LaneCalls;
import dev.sluice.topology.fault.Handlers;
import dev.sluice.topology.fault.Refusals;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running instance of the topology. The only class with a `KafkaStreams` in it.
public final class TopologyRunner implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(TopologyRunner.class);

  /// Closing commits what is finished and waits for no model: one transaction and the threads' last
  /// poll.
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

  private final LaneCalls sentimentCalls;
  private final LaneCalls categoryCalls;
  private final KafkaStreams streams;
  private final LocalState localState;
  private final AbandonedTransactions abandoned;

  /// Whether it has had its partitions before: the state is the same before the first assignment as
  /// in any later rebalance.
  private volatile boolean hasRun;

  private TopologyRunner(
      LaneCalls sentimentCalls,
      LaneCalls categoryCalls,
      KafkaStreams streams,
      LocalState localState,
      AbandonedTransactions abandoned) {
    this.sentimentCalls = sentimentCalls;
    this.categoryCalls = categoryCalls;
    this.streams = streams;
    this.localState = localState;
    this.abandoned = abandoned;
  }

  /// Starts an instance and returns at once; [#ready] tells when it works. The topics it reads and
  /// writes must exist.
  ///
  /// @param connection how the cluster is reached: bootstrap servers and security
  public static TopologyRunner start(
      TopologySettings settings,
      Map<String, Object> connection,
      Tenants tenants,
      SentimentModel sentiment,
      CategoryModel category,
      MeterRegistry registry) {
    LaneCalls sentimentCalls = new LaneCalls("sentiment", settings.permits());
    LaneCalls categoryCalls = new LaneCalls("category", settings.permits());
    TopologyMetrics metrics = new TopologyMetrics(registry);
    Refusals refusals = new Refusals();
    Stages stages =
        new Stages(
            Branch.sentiment(sentimentCalls, settings.calls(), sentiment, tenants),
            Branch.category(categoryCalls, settings.calls(), category, tenants),
            tenants,
            settings.limits(),
            refusals,
            metrics);
    Properties properties = settings.streams(connection);
    Handlers.install(properties, metrics, refusals);
    KafkaStreams streams =
        new KafkaStreams(SluiceTopology.build(stages), properties, new StreamsClients());
    CommitMetrics.bind(streams, registry);
    streams.setUncaughtExceptionHandler(TopologyRunner::replaceThread);
    LocalState localState =
        new LocalState(settings.stateDirectory().resolve(settings.applicationId()));
    AbandonedTransactions abandoned =
        AbandonedTransactions.of(connection, settings.applicationId());
    TopologyRunner runner =
        new TopologyRunner(sentimentCalls, categoryCalls, streams, localState, abandoned);
    streams.setStateListener((state, before) -> runner.changed(state));
    runner.localState.begin();
    streams.start();
    return runner;
  }

  /// Whether it works on its partitions, or is about to after a rebalance.
  public boolean ready() {
    State state = streams.state();
    return state == State.RUNNING || (state == State.REBALANCING && hasRun);
  }

  /// Stops reading, commits what is finished and ends. What is in flight stays pending in the store
  /// and is asked again by whoever takes over.
  @Override
  public void close() {
    boolean closed = streams.close(CloseOptions.timeout(CLOSE_PATIENCE));
    if (closed) {
      localState.end();
    } else {
      log.atWarn().addKeyValue("reason", "timeout").log("the topology did not stop in time");
    }
    abandoned.close();
    sentimentCalls.close();
    categoryCalls.close();
  }

  /// On the stream thread that changes the state.
  private void changed(State state) {
    if (state == State.REBALANCING) {
      abandoned.lookSoon();
    }
    hasRun = hasRun || state == State.RUNNING;
  }

  /// An aborted transaction is repeated by the thread itself; what reaches this has ended the
  /// thread. Its tasks go on in a new one, from their last commit.
  private static StreamThreadExceptionResponse replaceThread(Throwable failure) {
    log.atError()
        .setCause(failure)
        .addKeyValue("reason", "stream thread")
        .log("replacing a thread");
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }
}
