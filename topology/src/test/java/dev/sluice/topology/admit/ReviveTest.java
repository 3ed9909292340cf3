package dev.sluice.topology.admit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.enrichers.Endpoint;
import dev.sluice.schemas.Address;
import dev.sluice.schemas.Category;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Content;
import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.Sentiment;
import dev.sluice.schemas.TenantId;
import dev.sluice.topology.CommitPace;
import dev.sluice.topology.Guarantee;
import dev.sluice.topology.Names;
import dev.sluice.topology.TopologyMetrics;
import dev.sluice.topology.TopologySettings;
import dev.sluice.topology.enrich.Branch;
import dev.sluice.topology.enrich.CallPolicy;
import dev.sluice.topology.enrich.ModelBranch;
import dev.sluice.topology.enrich.ModelCall;
import dev.sluice.topology.fault.Refusals;
import dev.sluice.topology.join.JoinAndRelease;
import dev.sluice.topology.join.Part;
import dev.sluice.topology.join.Released;
import dev.sluice.topology.parse.Position;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// After an aborted transaction Kafka Streams revives a task: the same processors are initialised
/// again, over stores that have gone back to the last commit. Calls of the life before go on
/// meanwhile.
class ReviveTest {

  private static final Position FIRST = new Position(1, 0);
  private static final Position SECOND = new Position(2, 0);
  private static final Sentiment CALM = Sentiment.DEGRADED;
  private static final Category NONE = Category.DEGRADED;

  private final TopologyMetrics metrics = new TopologyMetrics(new SimpleMeterRegistry());
  private final List<ModelCall<?>> calls = new ArrayList<>();
  private final Waiting waiting = Waiting.builder(metrics).build();
  private final KeyValueStore<Position, Pending> pending =
      Stores.keyValueStoreBuilder(
              Stores.inMemoryKeyValueStore(Names.PENDING_STORE), Position.serde(), Pending.serde())
          .withLoggingDisabled()
          .build();
  private final KeyValueStore<ParkedKey, byte[]> parked =
      Stores.keyValueStoreBuilder(
              Stores.inMemoryKeyValueStore(Names.PARKED_STORE),
              ParkedKey.serde(),
              Serdes.ByteArray())
          .withLoggingDisabled()
          .build();

  private final MockProcessorContext<String, Part> branchContext = new MockProcessorContext<>();
  private final MockProcessorContext<String, Released> joinContext = new MockProcessorContext<>();
  private final ModelBranch<Category> branch =
      new ModelBranch<>(
          new Branch<>(
              "category",
              this::take,
              CallPolicy.DEFAULT,
              (tenant, words) -> NONE,
              tenant -> Optional.<Endpoint>empty(),
              NONE,
              Part.OfCategory::new),
          metrics);
  private final JoinAndRelease join =
      new JoinAndRelease(
          Guarantee.EXACTLY_ONCE,
          () -> new CommitPace(TopologySettings.COMMIT_INTERVAL),
          new Refusals(),
          metrics);

  @BeforeEach
  void openStores() {
    joinContext.setCurrentSystemTimeMs(0);
    StateStoreContext stores = branchContext.getStateStoreContext();
    for (StateStore store : List.of(pending, parked, waiting)) {
      store.init(stores, store);
      branchContext.addStateStore(store);
      joinContext.addStateStore(store);
    }
  }

  @Test
  void shouldNotHearACallOfTheLifeBefore() {
    // Given a message whose model has been asked
    branch.init(branchContext);
    Pending message = message("wamid.1");
    pending.put(FIRST, message);
    branch.process(new Record<>("acme", new Admitted(FIRST, message), 0));
    assertThat(calls).hasSize(1);

    // When the task is revived and the old call answers
    revive();
    branch.init(branchContext);
    calls.getFirst().run();
    look(1);

    // Then only the new call counts
    assertThat(branchContext.forwarded()).isEmpty();
    waiting.marked(1);
    look(2);
    assertThat(calls).as("asked again").hasSize(2);
    calls.get(1).run();
    look(3);
    assertThat(branchContext.forwarded()).hasSize(1);
  }

  @Test
  void shouldForgetAMessageWhoseAdmissionWasTakenBack() {
    // Given
    branch.init(branchContext);
    Pending message = message("wamid.1");
    branch.process(new Record<>("acme", new Admitted(FIRST, message), 0));

    // When its transaction is aborted, and with it what the store held
    revive();
    branch.init(branchContext);
    calls.getFirst().run();

    // Then
    assertThat(branchContext.scheduledPunctuators())
        .as("nothing is in flight, nothing is looked for")
        .allMatch(MockProcessorContext.CapturedPunctuator::cancelled);
  }

  @Test
  void shouldRebuildTheOrderOfReleaseFromTheStore() {
    // Given two messages of a conversation, of which the second is understood
    pending.put(FIRST, message("wamid.1"));
    pending.put(SECOND, message("wamid.2"));
    join.init(joinContext);
    understood(SECOND);

    // When the task is revived, and the first is understood
    revive();
    join.init(joinContext);
    understood(FIRST);

    // Then the second has to be understood again
    assertThat(joinContext.forwarded()).hasSize(1);
    understood(SECOND);
    assertThat(joinContext.forwarded()).hasSize(2);
    assertThat(pending.approximateNumEntries()).isZero();
  }

  @Test
  void shouldReadTheStoresAgainWhenATaskHasBeenAStandbyMeanwhile() {
    // Given a task with nothing pending, that keeps its stores when it is closed
    Admit admit = new Admit(10, Guarantee.EXACTLY_ONCE, new Refusals(), metrics);
    MockProcessorContext<String, Admitted> admitContext = new MockProcessorContext<>();
    List.of(pending, parked, waiting).forEach(admitContext::addStateStore);
    admit.init(admitContext);
    admit.close();

    // When another instance has written to them, and it comes back
    pending.put(FIRST, message("wamid.1"));
    admit.init(admitContext);

    // Then
    assertThat(waiting.positions()).containsExactly(FIRST);
  }

  private void revive() {
    waiting.init(branchContext.getStateStoreContext(), waiting);
  }

  private void understood(Position position) {
    join.process(new Record<>("acme", new Part.OfSentiment(position, CALM, 0, 0), 0));
    join.process(new Record<>("acme", new Part.OfCategory(position, NONE, 0, 0), 0));
  }

  private void look(long nowMillis) {
    List.copyOf(branchContext.scheduledPunctuators()).stream()
        .filter(it -> !it.cancelled())
        .forEach(it -> it.getPunctuator().punctuate(nowMillis));
  }

  private boolean take(TenantId tenant, Optional<Endpoint> endpoint, ModelCall<?> call) {
    calls.add(call);
    return true;
  }

  private static Pending message(String id) {
    InboundMessage message =
        new InboundMessage(
            new TenantId("acme"),
            Channel.WHATSAPP,
            id,
            "1",
            new Address("12025550101"),
            null,
            Instant.EPOCH,
            Instant.EPOCH,
            new Content.Text("hello"));
    return new Pending(message, 0, null);
  }
}
