package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dispatcher.ProviderAnswer.Accepted;
import dev.sluice.dispatcher.ProviderAnswer.InDoubt;
import dev.sluice.dispatcher.ProviderAnswer.Refused;
import dev.sluice.dispatcher.ProviderAnswer.TenantStopped;
import dev.sluice.dispatcher.ProviderAnswer.Throttled;
import dev.sluice.dispatcher.ProviderAnswer.Transient;
import dev.sluice.dispatcher.ProviderBreakers.Change;
import dev.sluice.lanes.LaneLimits;
import dev.sluice.lanes.Rate;
import dev.sluice.schemas.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProviderBreakersTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final ProviderAnswer DOWN = new Transient("http-503", "busy");
  private static final ProviderAnswer TAKEN = new Accepted("wamid.1");
  private static final LaneLimits SHARE = new LaneLimits(30, 400, 4, new Rate(80, 8));

  private final AtomicLong nanos = new AtomicLong(-7);
  private final ProviderBreakers breakers = new ProviderBreakers(nanos::get);

  private void passes(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private void opened() {
    for (int failures = 0; failures < ProviderBreakers.REQUESTS_BEFORE_OPEN; failures++) {
      Optional<Change> _ = breakers.note(ACME, DOWN);
    }
  }

  @Test
  void shouldOpenAtHalfOfAtLeastTenAnswersAndLeaveOnePermit() {
    // Given: nothing is kept of a provider before its first failure
    breakers.note(ACME, DOWN);
    for (int answers = 0; answers < 4; answers++) {
      breakers.note(ACME, TAKEN);
      breakers.note(ACME, new InDoubt("no answer"));
    }
    boolean before = breakers.isOpen(ACME);

    // When
    Optional<Change> change = breakers.note(ACME, DOWN);

    // Then
    assertThat(before).isFalse();
    assertThat(change).contains(new Change(Duration.ofMillis(5_050)));
    assertThat(breakers.isOpen(ACME)).isTrue();
    assertThat(breakers.limits(ACME, SHARE)).isEqualTo(new LaneLimits(1, 400, 0, new Rate(80, 8)));
    assertThat(breakers.limits(new TenantId("globex"), SHARE)).isEqualTo(SHARE);
    assertThat(breakers.mayBegin(ACME)).isFalse();
  }

  @Test
  void shouldNotTakeRefusalsAndThrottlesForAProviderThatIsDown() {
    // Given
    breakers.note(ACME, DOWN);

    // When
    for (int answers = 0; answers < 100; answers++) {
      breakers.note(ACME, new Refused("131026", "undeliverable"));
      breakers.note(ACME, new Throttled("130429", "rate", null));
      breakers.note(ACME, new TenantStopped("190", "expired"));
    }

    // Then
    assertThat(breakers.isOpen(ACME)).isFalse();
    assertThat(breakers.mayBegin(ACME)).isTrue();
  }

  @Test
  void shouldTryOneRequestAtATimeAndRestTwiceAsLongAfterEachThatFails() {
    // Given
    opened();
    List<Duration> rests = new ArrayList<>();

    // When
    Duration rest = Duration.ofMillis(5_050);
    List<Boolean> second = new ArrayList<>();
    for (int probe = 0; probe < 6; probe++) {
      passes(rest);
      assertThat(breakers.mayBegin(ACME)).as("probe " + probe).isTrue();
      second.add(breakers.mayBegin(ACME));
      rest = breakers.note(ACME, DOWN).map(Change::rest).orElseThrow();
      rests.add(rest);
    }

    // Then
    assertThat(second).containsOnly(false);
    assertThat(rests).extracting(Duration::toSeconds).containsExactly(10L, 20L, 40L, 60L, 60L, 60L);
  }

  @Test
  void shouldCloseWhenAProbeComesThroughAndBeginAnewWithShortRests() {
    // Given
    opened();
    passes(Duration.ofMillis(5_050));
    assertThat(breakers.mayBegin(ACME)).isTrue();
    breakers.note(ACME, DOWN);
    passes(Duration.ofMillis(10_050));
    assertThat(breakers.mayBegin(ACME)).isTrue();

    // When
    Optional<Change> closed = breakers.note(ACME, TAKEN);

    // Then
    assertThat(closed).contains(new Change(Duration.ZERO));
    assertThat(breakers.isOpen(ACME)).isFalse();
    assertThat(breakers.limits(ACME, SHARE)).isEqualTo(SHARE);
    opened();
    passes(Duration.ofMillis(5_050));
    assertThat(breakers.mayBegin(ACME)).isTrue();
  }

  @Test
  void shouldLetAnotherProbeBeginWhenOneWasAbandoned() {
    // Given
    opened();
    passes(Duration.ofMillis(5_050));
    assertThat(breakers.mayBegin(ACME)).isTrue();

    // When
    breakers.abandoned(ACME);

    // Then
    assertThat(breakers.mayBegin(ACME)).isTrue();
  }
}
