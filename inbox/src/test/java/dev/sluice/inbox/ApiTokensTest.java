package dev.sluice.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.SecretRef;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.Secrets;
import dev.sluice.tenants.Tenants;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiTokensTest {

  private final AtomicLong nanos = new AtomicLong();
  private final Secrets secrets =
      Secrets.withEnvironment(Map.of("A", "token-a", "B", "token-b", "SAME", "token-a"));

  @Test
  void shouldOpenTheInboxOfTheTokensTenantOnly() {
    // Given
    ApiTokens tokens =
        new ApiTokens(
            Tenants.of(tenant("alpha", "env:A"), tenant("beta", "env:B")), secrets, nanos::get);

    // When
    Optional<TenantId> opened = tokens.tenantOf("token-b");

    // Then
    assertThat(opened).contains(new TenantId("beta"));
    assertThat(tokens.tenantOf("token-")).isEmpty();
    assertThat(tokens.tenantOf("")).isEmpty();
    assertThat(tokens.tenantOf("env:A")).isEmpty();
  }

  @Test
  void shouldRefuseATokenThatTwoTenantsShare() {
    // Given
    ApiTokens tokens =
        new ApiTokens(
            Tenants.of(tenant("alpha", "env:A"), tenant("beta", "env:SAME")), secrets, nanos::get);

    // When
    Optional<TenantId> opened = tokens.tenantOf("token-a");

    // Then
    assertThat(opened).isEmpty();
  }

  @Test
  void shouldPassOverATokenThatCannotBeResolved() {
    // Given
    ApiTokens tokens =
        new ApiTokens(
            Tenants.of(tenant("alpha", "env:MISSING"), tenant("beta", "env:B")),
            secrets,
            nanos::get);

    // When
    Optional<TenantId> opened = tokens.tenantOf("token-b");

    // Then
    assertThat(opened).contains(new TenantId("beta"));
  }

  @Test
  void shouldFollowARotatedSecretWithinASecond(@TempDir Path directory) throws Exception {
    // Given
    Path file = Files.writeString(directory.resolve("token"), "old\n");
    ApiTokens tokens =
        new ApiTokens(Tenants.of(tenant("alpha", "file:" + file)), secrets, nanos::get);
    assertThat(tokens.tenantOf("old")).isPresent();

    // When
    Files.writeString(file, "brand-new\n");
    nanos.addAndGet(ApiTokens.FRESH.toNanos());

    // Then
    assertThat(tokens.tenantOf("old")).isEmpty();
    assertThat(tokens.tenantOf("brand-new")).contains(new TenantId("alpha"));
  }

  private static Tenant tenant(String id, String token) {
    return Tenant.of(
        new TenantId(id),
        null,
        new Tenant.Webhooks(List.of(new SecretRef("env:X")), new SecretRef("env:X"), List.of()),
        null,
        null,
        null,
        List.of(new SecretRef(token)));
  }
}
