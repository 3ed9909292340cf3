package dev.sluice.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {

  private static final Path DIRECTORY = Path.of("/srv/sluice");

  @Test
  void shouldDefaultToDurableOnAnyFreePort() {
    // When
    PostgresSettings postgres = PostgresSettings.in(DIRECTORY);

    // Then
    assertThat(postgres).isEqualTo(new PostgresSettings(DIRECTORY, 0, true, Map.of()));
    assertThat(KafkaSettings.in(DIRECTORY)).isEqualTo(new KafkaSettings(DIRECTORY, 0, Map.of()));
  }

  @Test
  void shouldPutOverridesOverDefaultsOfTheBroker() {
    // Given
    KafkaSettings settings =
        KafkaSettings.in(DIRECTORY)
            .withOverride("message.max.bytes", "1000")
            .withOverride("log.flush.interval.messages", "1");

    // When
    Map<String, Object> configuration =
        BrokerConfiguration.of(DIRECTORY, 9092, 9093, settings.overrides());

    // Then
    assertThat(configuration)
        .containsEntry("message.max.bytes", "1000")
        .containsEntry("log.flush.interval.messages", "1")
        .containsEntry("auto.create.topics.enable", "false")
        .containsEntry("add.partitions.to.txn.retry.backoff.ms", "1")
        .containsEntry("listeners", "BROKER://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093");
  }

  @ParameterizedTest
  @ValueSource(strings = {"listeners", "log.dirs", "node.id", "controller.quorum.voters"})
  void shouldRefuseOverrideOfWhatTheBrokerDecides(String key) {
    // When
    assertThatThrownBy(() -> KafkaSettings.in(DIRECTORY).withOverride(key, "x"))

        // Then
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("override %s=x is decided by the embedded broker", key);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536})
  void shouldRefusePortOutOfRange(int port) {
    // When
    assertThatThrownBy(() -> KafkaSettings.in(DIRECTORY).withPort(port))

        // Then
        .hasMessage("port %d must be between 0 and 65535", port);
    assertThatThrownBy(() -> PostgresSettings.in(DIRECTORY).withPort(port))
        .hasMessage("port %d must be between 0 and 65535", port);
  }

  @Test
  void shouldRefuseDirectoryThatKafkaWouldSplit() {
    // When
    assertThatThrownBy(() -> KafkaSettings.in(Path.of("/srv/a,b")))

        // Then
        .hasMessage("dataDirectory /srv/a,b must not contain a comma");
  }

  @ParameterizedTest
  @CsvSource({"work_mem,4MB; id", "work_mem,$(id)", "Work-mem,4MB"})
  void shouldRefuseParameterThatAShellWouldRead(String key, String value) {
    // When
    assertThatThrownBy(() -> PostgresSettings.in(DIRECTORY).withOverride(key, value))

        // Then
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("override " + key + "=" + value + " must match");
  }

  @Test
  void shouldRefuseDirectoryThatAShellWouldRead() {
    // When
    assertThatThrownBy(() -> PostgresSettings.in(Path.of("/srv/$(id)")))

        // Then
        .hasMessageContaining("must not contain quotes");
  }
}
