package dev.sluice.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.schemas.InvalidSetting;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class TopologySettingsTest {

  private static final TopologySettings DEFAULTS =
      TopologySettings.defaults("one", Path.of("state"));

  @Test
  void shouldUseTransactionsThatOutliveARestartOfTheirBroker() {
    // Given, When
    Properties properties = DEFAULTS.streams(Map.of("bootstrap.servers", "none:1"));

    // Then
    assertThat(properties)
        .containsEntry("processing.guarantee", "exactly_once_v2")
        .containsEntry("producer.transaction.timeout.ms", 30_000)
        .containsEntry("consumer.group.instance.id", "one")
        .containsEntry("bootstrap.servers", "none:1");
  }

  @Test
  void shouldNotSpeakOfTransactionsWithoutThem() {
    // Given, When
    Properties properties =
        DEFAULTS.withGuarantee(Guarantee.AT_LEAST_ONCE).streams(Map.of("bootstrap.servers", "x:1"));

    // Then
    assertThat(properties)
        .containsEntry("processing.guarantee", "at_least_once")
        .doesNotContainKey("producer.transaction.timeout.ms");
  }

  @Test
  void shouldKeepEverythingElseWhenOneSettingIsChanged() {
    // Given, When
    TopologySettings settings =
        DEFAULTS
            .withPermits(7)
            .withThreads(3)
            .withPendingMax(100)
            .withStandbys(1)
            .withGuarantee(Guarantee.AT_LEAST_ONCE);

    // Then
    assertThat(settings.permits()).isEqualTo(7);
    assertThat(settings.threads()).isEqualTo(3);
    assertThat(settings.pendingMax()).isEqualTo(100);
    assertThat(settings.streams(Map.of("bootstrap.servers", "x:1")))
        .containsEntry("num.standby.replicas", 1);
    assertThat(settings.guarantee()).isEqualTo(Guarantee.AT_LEAST_ONCE);
    assertThat(settings.calls()).isEqualTo(DEFAULTS.calls());
    assertThat(settings.commitInterval()).isEqualTo(DEFAULTS.commitInterval());
  }

  @Test
  void shouldNameTheSettingThatIsOutOfRange() {
    assertThatThrownBy(() -> DEFAULTS.withPendingMax(9))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("pendingMax")
        .hasMessageContaining("9")
        .hasMessageContaining("between 10 and 1000000");
  }
}
