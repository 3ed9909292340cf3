package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dispatcher.ProviderAnswer.Accepted;
import dev.sluice.dispatcher.ProviderAnswer.TenantStopped;
import dev.sluice.dispatcher.ProviderAnswer.Transient;
import dev.sluice.lanes.LaneLimits;
import dev.sluice.lanes.Rate;
import dev.sluice.schemas.SecretRef;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.Tenants;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class LaneSettingsTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final TenantStopped EXPIRED = new TenantStopped("190", "token expired");

  private final TenantWindows windows = new TenantWindows();
  private final TenantStops stops = new TenantStops(Duration.ofMinutes(1));
  private final Tenants tenants =
      Tenants.of(
          Messages.tenant(
              ACME,
              Messages.provider(
                  URI.create("http://127.0.0.1:1"), "1555", new SecretRef("env:TOKEN"), 30)));
  private final LaneSettings settings = new LaneSettings(tenants, 4, windows);
  private final LaneGates gates =
      new LaneGates(settings::shareOf, tenants, stops, new ProviderBreakers(() -> 0), () -> 0);

  @Test
  void shouldFollowWhatIsOwned() {
    // Given
    windows.gain(ACME, false);
    int campaignsOnly = gates.limitsOf(ACME).window();
    windows.gain(ACME, true);
    int both = gates.limitsOf(ACME).window();

    // When
    windows.cede(ACME, false);

    // Then
    assertThat(campaignsOnly).isEqualTo(26);
    assertThat(both).isEqualTo(30);
    assertThat(gates.limitsOf(ACME).window()).isEqualTo(4);
    assertThat(settings.permitsOf(ACME)).isEqualTo(4);
    assertThat(settings.windowOf(ACME)).isEqualTo(30);
  }

  @Test
  void shouldLeaveAStoppedTenantOneRequestAMinute() {
    // Given
    LaneLimits before = gates.limitsOf(ACME);

    // When
    boolean changed = stops.note(ACME, EXPIRED, NOW);
    boolean changedAgain = stops.note(ACME, EXPIRED, NOW);

    // Then
    assertThat(changed).isTrue();
    assertThat(changedAgain).isFalse();
    LaneLimits stopped = gates.limitsOf(ACME);
    assertThat(stopped.window()).isOne();
    assertThat(stopped.queued()).isEqualTo(before.queued());
    assertThat(stopped.rate()).isEqualTo(new Rate(1 / 60.0, 1));
    assertThat(settings.permitsOf(ACME)).as("share, for handing over").isEqualTo(30);
  }

  @Test
  void shouldGoOnWhenARequestHasComeThrough() {
    // Given
    LaneLimits before = gates.limitsOf(ACME);
    stops.note(ACME, EXPIRED, NOW);
    stops.note(ACME, new Transient("http-503", "busy"), NOW);
    LaneLimits stopped = gates.limitsOf(ACME);

    // When
    boolean changed = stops.note(ACME, new Accepted("wamid.1"), NOW);

    // Then
    assertThat(stopped.window()).isOne();
    assertThat(changed).isTrue();
    assertThat(gates.limitsOf(ACME)).isEqualTo(before);
    assertThat(stops.all()).isEmpty();
  }

  @Test
  void shouldGoAtItsUsualPaceWhileItIsOpenAndProbeAgainAfterTheNextRefusal() {
    // Given
    LaneLimits before = gates.limitsOf(ACME);
    stops.note(ACME, EXPIRED, NOW);

    // When
    boolean opened = stops.open(ACME);
    boolean openedAgain = stops.open(ACME);
    LaneLimits open = gates.limitsOf(ACME);
    boolean closed = stops.note(ACME, EXPIRED, NOW.plusSeconds(70));

    // Then
    assertThat(opened).isTrue();
    assertThat(openedAgain).isFalse();
    assertThat(open).isEqualTo(before);
    assertThat(closed).isTrue();
    assertThat(gates.limitsOf(ACME).window()).isOne();
    assertThat(stops.lasts(ACME, NOW.plusSeconds(70))).isTrue();
    assertThat(stops.open(new TenantId("globex"))).isFalse();
  }

  @Test
  void shouldCallAStopLastingWhenAProbeIsDueSinceItsFirstRefusal() {
    // Given
    stops.note(ACME, EXPIRED, NOW);

    // When
    stops.note(ACME, EXPIRED, NOW.plusSeconds(30));

    // Then
    assertThat(stops.lasts(ACME, NOW.plusSeconds(59))).isFalse();
    assertThat(stops.lasts(ACME, NOW.plusSeconds(60))).isTrue();
  }
}
