package dev.sluice.launcher.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseSettingsTest {

  private static final Map<String, String> COMPLETE =
      Map.of(
          "SLUICE_DATABASE_URL", "jdbc:postgresql://db:5432/sluice",
          "SLUICE_DATABASE_USER", "sluice",
          "SLUICE_DATABASE_PASSWORD", "hidden");

  @Test
  void shouldReadAddressUserAndPassword() {
    // When
    DatabaseSettings settings = DatabaseSettings.from(COMPLETE);

    // Then
    assertThat(settings)
        .isEqualTo(new DatabaseSettings("jdbc:postgresql://db:5432/sluice", "sluice", "hidden"));
    assertThat(settings.toString()).doesNotContain("hidden");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SLUICE_DATABASE_URL", "SLUICE_DATABASE_USER", "SLUICE_DATABASE_PASSWORD"})
  void shouldNameTheVariableThatIsMissing(String variable) {
    // Given
    Map<String, String> environment = new HashMap<>(COMPLETE);
    environment.remove(variable);

    // Then
    assertThatThrownBy(() -> DatabaseSettings.from(environment))
        .hasMessage(variable + " is missing");
  }

  @Test
  void shouldRefuseAnotherDatabase() {
    assertThatThrownBy(() -> new DatabaseSettings("jdbc:h2:mem:x", "sluice", "hidden"))
        .hasMessage("SLUICE_DATABASE_URL 'jdbc:h2:mem:x' must begin with jdbc:postgresql:");
  }
}
