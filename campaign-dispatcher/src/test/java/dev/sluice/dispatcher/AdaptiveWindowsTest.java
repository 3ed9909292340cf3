package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dispatcher.ProviderAnswer.Accepted;
import dev.sluice.dispatcher.ProviderAnswer.Throttled;
import dev.sluice.lanes.LaneLimits;
import dev.sluice.schemas.InDoubtRule;
import dev.sluice.schemas.SecretRef;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.Tenants;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class AdaptiveWindowsTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final TenantId FIXED = new TenantId("fixed");
  private static final LaneLimits SHARE = new LaneLimits(8, 100, 4, null);
  private static final Throttled THROTTLED = new Throttled("130429", "rate", null);

  private final AdaptiveWindows windows =
      new AdaptiveWindows(
          Tenants.of(tenant(ACME, true), tenant(FIXED, false)), tenant -> SHARE.window());

  private static Tenant tenant(TenantId id, boolean adaptive) {
    return Messages.tenant(
        id,
        new Tenant.Provider(
            Tenant.Provider.Kind.WHATSAPP_CLOUD,
            URI.create("http://127.0.0.1:1"),
            "1555",
            new SecretRef("env:TOKEN"),
            8,
            80,
            Duration.ofSeconds(30),
            null,
            null,
            adaptive,
            null,
            InDoubtRule.DEFAULT));
  }

  @Test
  void shouldNarrowOnlyTenantsThatAskForIt() {
    // When
    boolean changed = windows.note(ACME, THROTTLED, 0);
    boolean again = windows.note(ACME, THROTTLED, 1);
    boolean fixed = windows.note(FIXED, THROTTLED, 0);

    // Then
    assertThat(changed).isTrue();
    assertThat(again).as("the same burst").isFalse();
    assertThat(fixed).isFalse();
    assertThat(windows.limits(ACME, SHARE)).isEqualTo(new LaneLimits(4, 100, 3, null));
    assertThat(windows.limits(FIXED, SHARE)).isEqualTo(SHARE);
  }

  @Test
  void shouldGrowBackToTheShareAndForgetTheTenantThere() {
    // Given: 4 of 8
    windows.note(ACME, THROTTLED, 0);

    // When
    int answers = 0;
    while (windows.isNarrowed(ACME) && answers < 1_000) {
      windows.note(ACME, new Accepted("wamid." + answers), 1);
      answers++;
    }

    // Then
    assertThat(answers).as("windows of 4, 5, 6 and 7").isEqualTo(22);
    assertThat(windows.limits(ACME, SHARE)).isEqualTo(SHARE);
  }
}
