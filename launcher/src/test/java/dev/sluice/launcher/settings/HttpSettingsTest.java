package dev.sluice.launcher.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.launcher.CannotStart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpSettingsTest {

  @Test
  void shouldListenOnThisMachineOnlyUnlessTold() {
    assertThat(HttpSettings.from(Map.of())).isEqualTo(new HttpSettings("127.0.0.1", 8080));
  }

  @Test
  void shouldReadHostAndPort() {
    // Given
    Map<String, String> environment =
        Map.of("SLUICE_HTTP_HOST", "0.0.0.0", "SLUICE_HTTP_PORT", "9000");

    // When
    HttpSettings settings = HttpSettings.from(environment);

    // Then
    assertThat(settings).isEqualTo(new HttpSettings("0.0.0.0", 9000));
  }

  @ParameterizedTest
  @CsvSource({
    "SLUICE_HTTP_PORT, 70000, SLUICE_HTTP_PORT '70000' must be between 0 and 65535",
    "SLUICE_HTTP_PORT, -1, SLUICE_HTTP_PORT '-1' must be between 0 and 65535",
    "SLUICE_HTTP_PORT, eighty, SLUICE_HTTP_PORT 'eighty' must be a whole number",
    "SLUICE_HTTP_HOST, ' ', SLUICE_HTTP_HOST ' ' must not be blank"
  })
  void shouldNameKeyValueAndConstraint(String variable, String value, String message) {
    assertThatThrownBy(() -> HttpSettings.from(Map.of(variable, value))).hasMessage(message);
  }

  @Test
  void shouldRefuseAMisspeltVariable() {
    assertThatThrownBy(() -> HttpSettings.from(Map.of("SLUICE_HTTP_PROT", "9000")))
        .hasMessageContaining("SLUICE_HTTP_PROT")
        .hasMessageContaining("SLUICE_HTTP_PORT");
  }

  @Test
  void shouldSayWhatToDoWhenThePortIsTaken() throws IOException {
    // Given
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      HttpSettings settings = HttpSettings.DEFAULT.withPort(other.getLocalPort());

      // Then
      assertThatThrownBy(settings::requireFree)
          .isInstanceOf(CannotStart.class)
          .hasMessageContaining("port " + other.getLocalPort() + " on 127.0.0.1")
          .hasMessageContaining("--port");
    }
  }
}
