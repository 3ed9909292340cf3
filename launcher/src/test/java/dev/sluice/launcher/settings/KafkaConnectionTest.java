package dev.sluice.launcher.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.schemas.InvalidSetting;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaConnectionTest {

  @Test
  void shouldBeAbsentWithoutServers() {
    assertThat(KafkaConnection.from(Map.of())).isEmpty();
  }

  @Test
  void shouldMapVariablesToClientSettings() {
    // Given
    Map<String, String> environment =
        Map.of(
            "SLUICE_KAFKA_BOOTSTRAP_SERVERS", "one:9092,two:9093",
            "SLUICE_KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
            "SLUICE_KAFKA_SASL_JAAS_CONFIG", "secret",
            "UNRELATED", "x");

    // When
    KafkaConnection connection = KafkaConnection.required(environment);

    // Then
    assertThat(connection.client())
        .containsOnly(
            Map.entry("bootstrap.servers", "one:9092,two:9093"),
            Map.entry("security.protocol", "SASL_SSL"),
            Map.entry("sasl.jaas.config", "secret"));
    assertThat(connection.toString()).doesNotContain("secret");
  }

  @Test
  void shouldNameTheVariableThatIsMissing() {
    assertThatThrownBy(() -> KafkaConnection.required(Map.of()))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage("SLUICE_KAFKA_BOOTSTRAP_SERVERS is missing");
  }

  @Test
  void shouldRefuseServersWithoutPort() {
    assertThatThrownBy(
            () -> KafkaConnection.required(Map.of("SLUICE_KAFKA_BOOTSTRAP_SERVERS", "kafka")))
        .hasMessage(
            "SLUICE_KAFKA_BOOTSTRAP_SERVERS 'kafka' must be host:port, or several separated by"
                + " commas");
  }

  @Test
  void shouldRefuseAMisspeltSettingWithoutRepeatingItsValue() {
    assertThatThrownBy(
            () ->
                KafkaConnection.required(
                    Map.of(
                        "SLUICE_KAFKA_BOOTSTRAP_SERVERS", "one:9092",
                        "SLUICE_KAFKA_SASL_JASS_CONFIG", "secret")))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage(
            "SLUICE_KAFKA_SASL_JASS_CONFIG 'sasl.jass.config' is not a setting of Kafka's"
                + " clients");
  }
}
