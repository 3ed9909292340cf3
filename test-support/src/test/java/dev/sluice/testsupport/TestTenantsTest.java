package dev.sluice.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Json;
import dev.sluice.schemas.SecretRef;
import dev.sluice.schemas.Tenant;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TestTenantsTest {

  @Test
  void shouldNeverMakeTheSameTenantOrAccountTwice() {
    // Given
    Set<String> seen = new HashSet<>();

    // When
    for (int i = 0; i < 100; i++) {
      TestTenant made = TestTenants.unique("bank");
      seen.add(made.id().value());
      made.tenant().webhooks().assets().forEach(asset -> seen.add(asset.id()));
    }

    // Then
    assertThat(seen).hasSize(400);
    assertThat(seen.stream().filter(name -> name.startsWith("bank-"))).hasSize(100);
  }

  @Test
  void shouldKeepEachSecretInTheFileItsReferenceNames() {
    // Given
    TestTenants tenant = TestTenants.builder("bank").appSecret("new").appSecret("old");

    // When
    TestTenant made =
        tenant.verifyToken("hello").provider(URI.create("http://127.0.0.1:1")).build();

    // Then
    Tenant settings = made.tenant();
    assertThat(settings.webhooks().appSecrets().stream().map(TestTenantsTest::read))
        .containsExactly("new", "old");
    assertThat(made.appSecret()).isEqualTo("new");
    assertThat(read(settings.webhooks().verifyToken())).isEqualTo("hello");
    assertThat(read(settings.apiTokens().getFirst())).isEqualTo(made.apiToken());
    assertThat(read(made.provider().token())).isEqualTo(made.providerToken());
  }

  @Test
  void shouldSendFromTheFirstAccount() {
    // Given
    TestTenants tenant =
        TestTenants.builder("shop")
            .account(Channel.WHATSAPP, "15550100000")
            .account(Channel.MESSENGER, "page-1");

    // When
    TestTenant made = tenant.provider(URI.create("http://127.0.0.1:1/v23.0")).build();

    // Then
    assertThat(made.account(Channel.MESSENGER)).isEqualTo("page-1");
    assertThat(made.provider().account()).isEqualTo("15550100000");
  }

  @Test
  void shouldSurviveTheTopicItTravelsIn() throws IOException {
    // Given
    Tenant made = TestTenants.builder("clinic").category("urgent", 90, "pain").build().tenant();

    // When
    Tenant read = Json.mapper().readValue(Json.mapper().writeValueAsBytes(made), Tenant.class);

    // Then
    assertThat(read).isEqualTo(made);
    assertThat(List.of(Channel.values())).allMatch(channel -> hasAccount(read, channel));
  }

  private static boolean hasAccount(Tenant tenant, Channel channel) {
    return tenant.webhooks().assets().stream().anyMatch(asset -> asset.channel() == channel);
  }

  private static String read(SecretRef reference) {
    try {
      return Files.readString(Path.of(reference.target()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
