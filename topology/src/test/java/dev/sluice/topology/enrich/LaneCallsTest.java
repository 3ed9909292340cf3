package dev.sluice.topology.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.enrichers.Endpoint;
import dev.sluice.enrichers.ModelUnavailable;
import dev.sluice.lanes.Lanes;
import dev.sluice.schemas.TenantId;
import dev.sluice.topology.parse.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaneCallsTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final TenantId SHOP = new TenantId("shop");
  private static final Optional<Endpoint> IN_PROCESS = Optional.empty();
  private static final Optional<Endpoint> STUCK = Optional.of(new Endpoint("https://stuck", 3));
  private static final Optional<Endpoint> FINE = Optional.of(new Endpoint("https://fine", 3));
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Queue<CallEvent<String>> events = new ConcurrentLinkedQueue<>();
  private final CountDownLatch stuck = new CountDownLatch(1);
  private final AtomicInteger running = new AtomicInteger();
  private final LaneCalls calls = new LaneCalls("test", 8);
  private int positions;

  @AfterEach
  void close() {
    stuck.countDown();
    calls.close();
  }

  @Test
  void shouldNotLetAStuckEndpointDelayAnyOtherCall() {
    // Given an endpoint that holds whatever it may hold, and as much in its queue
    for (int i = 0; i < 3 + LaneCalls.QUEUED_MAX; i++) {
      assertThat(calls.trySubmit(ACME, STUCK, call(this::hang))).isTrue();
      if (i < 3) {
        int begun = i + 1;
        await().atMost(SOON).until(() -> running.get() == begun);
      }
    }
    assertThat(calls.trySubmit(ACME, STUCK, call(this::hang))).as("its lane is full").isFalse();

    // When the same tenant and another ask elsewhere
    assertThat(calls.trySubmit(ACME, FINE, call(() -> "fine"))).isTrue();
    assertThat(calls.trySubmit(ACME, IN_PROCESS, call(() -> "in process"))).isTrue();
    assertThat(calls.trySubmit(SHOP, IN_PROCESS, call(() -> "neighbour"))).isTrue();

    // Then
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(answers()).containsExactlyInAnyOrder("fine", "in process", "neighbour"));
    assertThat(running).as("no more at once than the endpoint takes").hasValue(3);
  }

  @Test
  void shouldLeaveOthersRoomBehindTheSameEndpoint() {
    // Given a tenant that fills its window
    for (int i = 0; i < 10; i++) {
      calls.trySubmit(ACME, STUCK, call(this::hang));
    }
    await().atMost(SOON).until(() -> running.get() == 3);

    // When another asks the same endpoint
    calls.trySubmit(SHOP, STUCK, call(() -> "neighbour"));

    // Then
    await().atMost(SOON).untilAsserted(() -> assertThat(answers()).containsExactly("neighbour"));
  }

  @Test
  void shouldGiveATenantItsWindowAndNoMoreThanThreeQuartersOfTheTotal() {
    for (int window = 1; window <= 1_000; window++) {
      assertThat(EndpointLanes.total(new Endpoint("x", window)).perLane()).isEqualTo(window);
      assertThat(EndpointLanes.total(new Endpoint("x", window)).inFlight()).isGreaterThan(window);
    }
  }

  @Test
  void shouldGiveThePermitBackWhateverTheModelDoes() {
    // Given a model that breaks, one that fails and one that dies, more often than there are
    // permits
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {});
    try {
      for (int i = 0; i < 20; i++) {
        calls.trySubmit(
            ACME,
            IN_PROCESS,
            call(
                () -> {
                  throw new IllegalStateException("broken");
                }));
        calls.trySubmit(
            ACME,
            IN_PROCESS,
            call(
                () -> {
                  throw ModelUnavailable.temporarily("no", null);
                }));
        calls.trySubmit(
            ACME,
            IN_PROCESS,
            call(
                () -> {
                  throw new StackOverflowError();
                }));
      }

      // When
      calls.trySubmit(ACME, IN_PROCESS, call(() -> "after all"));

      // Then
      await()
          .dontCatchUncaughtExceptions()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(answers()).containsExactly("after all"));
      await()
          .dontCatchUncaughtExceptions()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(failures()).isEqualTo(60));
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void shouldInterruptACallThatIsGivenUp() {
    // Given
    ModelCall<String> call = call(this::hang);
    calls.trySubmit(ACME, IN_PROCESS, call);
    await().atMost(SOON).until(() -> running.get() == 1);

    // When
    call.cancel();

    // Then
    await().atMost(SOON).until(() -> running.get() == 0);
  }

  @Test
  void shouldNotAskWhenItWasGivenUpBeforeItsTurn() {
    // Given
    ModelCall<String> call = call(() -> "not to be asked");
    call.cancel();

    // When
    call.run();

    // Then
    assertThat(events).isEmpty();
  }

  @Test
  void shouldBoundTheEndpointsAndCloseTheOneUnusedForLongest() {
    // Given room for two, both used, the first more recently
    try (EndpointLanes lanes = new EndpointLanes("test", 2)) {
      Lanes<TenantId> first = lanes.of(new Endpoint("first", 1)).orElseThrow();
      Lanes<TenantId> second = lanes.of(new Endpoint("second", 1)).orElseThrow();
      assertThat(lanes.of(new Endpoint("first", 1))).containsSame(first);

      // When
      Optional<Lanes<TenantId>> third = lanes.of(new Endpoint("third", 1));

      // Then
      assertThat(third).isPresent();
      assertThat(lanes.size()).isEqualTo(2);
      assertThat(lanes.of(new Endpoint("first", 1))).containsSame(first);
      assertThat(second.drain(Duration.ZERO)).as("closed, with nothing in it").isTrue();
    }
  }

  @Test
  void shouldNotCloseAnEndpointWithCallsUnderWay() {
    // Given
    try (EndpointLanes lanes = new EndpointLanes("test", 1)) {
      lanes
          .of(new Endpoint("busy", 1))
          .orElseThrow()
          .submit(ACME, dev.sluice.lanes.Work.of(call(this::hang)));

      // When
      Optional<Lanes<TenantId>> another = lanes.of(new Endpoint("another", 1));

      // Then
      assertThat(another).isEmpty();
    }
  }

  private ModelCall<String> call(ModelCall.Question<String> question) {
    return new ModelCall<>(new Position(positions++, 0), question, events);
  }

  private String hang() {
    running.incrementAndGet();
    try {
      stuck.await();
      return "late";
    } catch (InterruptedException e) {
      return "interrupted";
    } finally {
      running.decrementAndGet();
    }
  }

  private List<String> answers() {
    List<String> answers = new ArrayList<>();
    for (CallEvent<String> event : events) {
      if (event instanceof CallEvent.Answered<String> answered) {
        answers.add(answered.answer());
      }
    }
    return answers;
  }

  private long failures() {
    return events.stream().filter(CallEvent.Failed.class::isInstance).count();
  }
}
