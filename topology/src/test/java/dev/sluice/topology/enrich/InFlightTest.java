package dev.sluice.topology.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.enrichers.Endpoint;
import dev.sluice.enrichers.ModelUnavailable;
import dev.sluice.schemas.Category;
import dev.sluice.schemas.TenantId;
import dev.sluice.topology.TopologyMetrics;
import dev.sluice.topology.enrich.InFlight.Asked;
import dev.sluice.topology.enrich.InFlight.Landed;
import dev.sluice.topology.enrich.InFlight.Outcome;
import dev.sluice.topology.join.Part;
import dev.sluice.topology.parse.Position;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InFlightTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final CallPolicy POLICY =
      new CallPolicy(Duration.ofSeconds(5), 3, Duration.ofMillis(200));

  private final List<ModelCall<?>> submitted = new ArrayList<>();
  private final Set<Position> suspects = new HashSet<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private int room = Integer.MAX_VALUE;
  private String mood = "answers";
  private final InFlight<String> inFlight =
      new InFlight<>(
          new Branch<>(
              "test",
              this::take,
              POLICY,
              this::read,
              tenant -> Optional.empty(),
              "degraded",
              (position, answer, at, took) ->
                  new Part.OfCategory(position, Category.DEGRADED, at, took)),
          new TopologyMetrics(registry).branch("test"),
          position -> new Asked("words of " + position.offset(), suspects.contains(position)));

  @Test
  void shouldLandAnAnswer() {
    // Given
    inFlight.ask(at(1), ACME, "hello");
    submitted.getFirst().run();

    // When
    List<Landed<String>> landed = inFlight.collect(0, true);

    // Then
    assertThat(landed).extracting(Landed::answer).containsExactly("hello, read");
    assertThat(inFlight.isEmpty()).isTrue();
    assertThat(calls("answered")).isEqualTo(1);
  }

  @Test
  void shouldGoOnWithoutAModelThatNeverAnswersAndGiveItsCallUp() {
    // Given
    inFlight.ask(at(1), ACME, "hello");
    submitted.getFirst().begin();
    assertThat(inFlight.collect(0, true)).isEmpty();
    assertThat(inFlight.collect(4_999, true)).isEmpty();

    // When
    List<Landed<String>> landed = inFlight.collect(5_000, true);

    // Then
    assertThat(landed).extracting(Landed::outcome).containsExactly(Outcome.TIMED_OUT);
    assertThat(landed).extracting(Landed::answer).containsExactly("degraded");
    assertThat(calls("timed_out")).isEqualTo(1);
  }

  @Test
  void shouldNotHearAnAnswerAfterTheDeadline() {
    // Given
    inFlight.ask(at(1), ACME, "hello");
    submitted.getFirst().begin();
    inFlight.collect(0, true);
    inFlight.collect(5_000, true);

    // When
    submitted.getFirst().answer();

    // Then
    assertThat(inFlight.collect(5_001, true)).isEmpty();
    assertThat(inFlight.isEmpty()).isTrue();
  }

  @Test
  void shouldTakeAnAnswerThatIsThereWhenTheDeadlineIsLookedAt() {
    // Given an answer that came in time on a thread that looked late
    inFlight.ask(at(1), ACME, "hello");
    submitted.getFirst().begin();
    inFlight.collect(0, true);
    submitted.getFirst().answer();

    // When
    List<Landed<String>> landed = inFlight.collect(60_000, true);

    // Then
    assertThat(landed).extracting(Landed::outcome).containsExactly(Outcome.ANSWERED);
  }

  @Test
  void shouldGoOnAtOnceWithoutAModelThatBreaks() {
    // Given
    mood = "breaks";
    inFlight.ask(at(1), ACME, "hello");
    submitted.getFirst().run();

    // When
    List<Landed<String>> landed = inFlight.collect(0, true);

    // Then
    assertThat(landed).extracting(Landed::outcome).containsExactly(Outcome.REFUSED);
    assertThat(submitted).hasSize(1);
  }

  @Test
  void shouldRepeatWithinTheDeadlineOnly() {
    // Given a model that fails each time, the last time just before the deadline
    mood = "fails";
    inFlight.ask(at(1), ACME, "hello");
    submitted.getFirst().run();
    inFlight.collect(0, true);
    inFlight.collect(200, true);
    submitted.get(1).run();

    // When
    List<Landed<String>> landed = inFlight.collect(4_900, true);

    // Then
    assertThat(landed).extracting(Landed::outcome).containsExactly(Outcome.EXHAUSTED);
    assertThat(calls("failed")).isEqualTo(2);
  }

  @Test
  void shouldAskInOrderOfArrivalWhenTheLaneHasRoomAgain() {
    // Given a lane of one
    room = 1;
    for (int number = 1; number <= 3; number++) {
      inFlight.ask(at(number), ACME, "hello");
    }

    // When
    room = 3;
    inFlight.collect(0, true);

    // Then
    assertThat(submitted).extracting(call -> call.position().offset()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void shouldNotAskWhatItMayNotAskYet() {
    // Given what was pending when the task started, and a new message behind it
    inFlight.askLater(at(1), ACME);
    inFlight.ask(at(2), ACME, "hello");

    // When
    inFlight.collect(0, false);

    // Then
    assertThat(submitted).isEmpty();
    inFlight.collect(1, true);
    assertThat(submitted).extracting(call -> call.position().offset()).containsExactly(1L, 2L);
  }

  @Test
  void shouldGoOnWithoutAskingAboutASuspect() {
    // Given
    suspects.add(at(1));
    inFlight.askLater(at(1), ACME);
    inFlight.askLater(at(2), ACME);

    // When
    List<Landed<String>> landed = inFlight.collect(0, true);

    // Then
    assertThat(landed).extracting(Landed::outcome).containsExactly(Outcome.SUSPECT);
    assertThat(submitted).extracting(call -> call.position().offset()).containsExactly(2L);
  }

  @Test
  void shouldHearNothingOfWhatItHasAbandoned() {
    // Given
    inFlight.ask(at(1), ACME, "hello");
    submitted.getFirst().begin();

    // When
    inFlight.abandon();
    submitted.getFirst().answer();

    // Then
    assertThat(inFlight.collect(0, true)).isEmpty();
    assertThat(inFlight.isEmpty()).isTrue();
  }

  @Test
  void shouldMeasureTheWaitForAPermitByTenant() {
    // Given
    inFlight.ask(at(1), ACME, "hello");
    submitted.getFirst().run();

    // When
    inFlight.collect(0, true);

    // Then
    assertThat(
            registry
                .get("sluice.enrichment.permit.wait")
                .tags("kind", "test", "tenant", "acme")
                .timer()
                .count())
        .isEqualTo(1);
    assertThat(registry.get("sluice.enrichment.handoff").tag("kind", "test").timer().count())
        .isEqualTo(1);
  }

  private boolean take(TenantId tenant, Optional<Endpoint> endpoint, ModelCall<?> call) {
    if (submitted.size() >= room) {
      return false;
    }
    submitted.add(call);
    return true;
  }

  private String read(TenantId tenant, String words) throws ModelUnavailable {
    return switch (mood) {
      case "fails" -> throw ModelUnavailable.temporarily("out of order", null);
      case "breaks" -> throw new IllegalStateException("broken");
      default -> words + ", read";
    };
  }

  private double calls(String outcome) {
    return registry.get("sluice.enrichment.calls").tag("outcome", outcome).counter().count();
  }

  private static Position at(long offset) {
    return new Position(offset, 0);
  }
}
