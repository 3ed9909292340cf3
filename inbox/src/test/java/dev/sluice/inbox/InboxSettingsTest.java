package dev.sluice.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.schemas.InvalidSetting;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InboxSettingsTest {

  private static final InboxSettings SETTINGS =
      InboxSettings.on("jdbc:postgresql://db/inbox?password=hidden", "owner", "secret");

  @Test
  void shouldHaveTheDocumentedDefaults() {
    // When / Then
    assertThat(SETTINGS.group()).isEqualTo("sluice-inbox");
    assertThat(SETTINGS.connections()).isEqualTo(10);
    assertThat(SETTINGS.batch()).isEqualTo(500);
    assertThat(SETTINGS.databasePatience()).isEqualTo(Duration.ofSeconds(60));
    assertThat(SETTINGS.streamsPerTenant()).isEqualTo(500);
  }

  @Test
  void shouldNotShowPasswords() {
    // When
    String shown = SETTINGS.toString();

    // Then
    assertThat(shown).contains("jdbc:postgresql://db/inbox").doesNotContain("secret", "hidden");
  }

  @Test
  void shouldRefuseAnotherDatabase() {
    // When / Then
    assertThatThrownBy(() -> InboxSettings.on("jdbc:h2:mem:x", "owner", ""))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage("jdbcUrl '…' must begin with jdbc:postgresql:");
  }

  @Test
  void shouldNameTheKeyTheValueAndTheConstraint() {
    // When / Then
    assertThatThrownBy(() -> SETTINGS.withStreamsPerTenant(0))
        .hasMessage("streamsPerTenant '0' must be between 1 and 10000");
    assertThatThrownBy(() -> SETTINGS.withGroup(" ")).hasMessageContaining("group");
    assertThatThrownBy(() -> SETTINGS.withDatabasePatience(Duration.ZERO))
        .hasMessage("databasePatience 'PT0S' must be between PT1S and PT1H");
  }
}
