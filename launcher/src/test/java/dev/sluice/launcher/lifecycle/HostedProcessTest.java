package dev.sluice.launcher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class HostedProcessTest {

  private static final Duration BUDGET = Duration.ofSeconds(5);

  private final List<String> events = new CopyOnWriteArrayList<>();
  private final StopRequest request = new StopRequest();

  @Test
  void shouldEndWithZeroWhenAskedToStop() throws Exception {
    // Given
    HostedProcess.Startup startup =
        lifecycle -> {
          lifecycle.start("part", BUDGET, () -> () -> events.add("stopped"));
          request.make();
        };

    // When
    int status = HostedProcess.run(request, startup);

    // Then
    assertThat(status).isZero();
    assertThat(events).containsExactly("stopped");
  }

  @Test
  void shouldEndWithZeroWhenAskedToStopWhileStarting() throws Exception {
    // Given
    HostedProcess.Startup startup =
        lifecycle -> {
          lifecycle.start("first", BUDGET, () -> () -> events.add("stopped"));
          request.make();
          lifecycle.start("second", BUDGET, () -> () -> events.add("never"));
        };

    // When
    int status = HostedProcess.run(request, startup);

    // Then
    assertThat(status).isZero();
    assertThat(events).containsExactly("stopped");
  }

  @Test
  void shouldEndWithOneWhenAPartDoesNotStop() throws Exception {
    // Given
    CountDownLatch never = new CountDownLatch(1);
    HostedProcess.Startup startup =
        lifecycle -> {
          lifecycle.start("stuck", Duration.ofMillis(50), () -> never::await);
          request.make();
        };

    // When
    int status = HostedProcess.run(request, startup);

    // Then
    assertThat(status).isOne();
  }

  @Test
  void shouldUnwindAndRethrowWhenStartingFails() {
    // Given
    HostedProcess.Startup startup =
        lifecycle -> {
          lifecycle.start("part", BUDGET, () -> () -> events.add("stopped"));
          throw new IllegalStateException("no database");
        };

    // When
    Throwable failure = catchThrowable(() -> HostedProcess.run(request, startup));

    // Then
    assertThat(failure).hasMessage("no database");
    assertThat(events).containsExactly("stopped");
  }
}
