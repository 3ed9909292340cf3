package dev.sluice.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.schemas.InvalidSetting;
import org.junit.jupiter.api.Test;

class TestEngineTest {

  @Test
  void shouldReadBothNames() {
    assertThat(TestEngine.of("embedded")).isEqualTo(TestEngine.EMBEDDED);
    assertThat(TestEngine.of("docker")).isEqualTo(TestEngine.DOCKER);
  }

  @Test
  void shouldRefuseAnyOtherNameWithTheConstraint() {
    assertThatThrownBy(() -> TestEngine.of("podman"))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage("sluice.test.engine 'podman' must be embedded or docker");
  }
}
