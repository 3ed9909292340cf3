package dev.sluice.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildJvmTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int UNDER_WAY = 3;

  /// Long enough that a hook which is cut short does not come to its end by chance.
  private static final Duration HOOK_STEP = Duration.ofMillis(100);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path directory;

  @Test
  void shouldLeaveWhatAKilledProcessCountedLast() throws Exception {
    // Given a child with three calls under way
    CallsUnderWay calls = CallsUnderWay.in(directory.resolve("calls"));
    ChildJvm child = start(Caller.class);
    await().atMost(LIMIT).until(() -> calls.now() == UNDER_WAY);

    // When
    child.kill();

    // Then no hook of it has run
    assertThat(child.isAlive()).isFalse();
    assertThat(calls.now()).isEqualTo(UNDER_WAY);
  }

  @Test
  void shouldRunTheHooksOfAStoppedProcess() throws Exception {
    // Given
    CallsUnderWay calls = CallsUnderWay.in(directory.resolve("calls"));
    ChildJvm child = start(Caller.class);
    await().atMost(LIMIT).until(() -> calls.now() == UNDER_WAY);

    // When
    child.stop();

    // Then
    assertThat(child.isAlive()).isFalse();
    assertThat(calls.now()).isZero();
  }

  @Test
  void shouldEndWithTheProcessThatStartedIt() throws Exception {
    // Given a child with a child of its own
    CallsUnderWay calls = CallsUnderWay.in(directory.resolve("calls"));
    ChildJvm parent = start(Parent.class);
    await().atMost(LIMIT).until(() -> calls.now() == UNDER_WAY);
    ProcessHandle grandchild =
        ProcessHandle.of(Long.parseLong(Files.readString(directory.resolve("pid")))).orElseThrow();
    assertThat(grandchild.isAlive()).isTrue();

    // When
    parent.kill();

    // Then
    await().atMost(LIMIT).until(() -> !grandchild.isAlive());
  }

  private ChildJvm start(Class<?> main) throws IOException {
    return ChildJvm.start(main, List.of(directory.toString()), directory.resolve("log"));
  }

  /// Begins three calls, and takes them back when it is asked to end.
  static final class Caller {

    private Caller() {}

    public static void main(String... arguments) throws IOException {
      Path directory = Path.of(arguments[0]);
      CallsUnderWay calls = CallsUnderWay.in(directory.resolve("calls"));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> endSlowly(calls)));
      Files.writeString(directory.resolve("pid"), Long.toString(ProcessHandle.current().pid()));
      for (int i = 0; i < UNDER_WAY; i++) {
        calls.begin();
      }
      ChildJvm.endWithParent();
    }

    private static void endSlowly(CallsUnderWay calls) {
      for (int i = 0; i < UNDER_WAY; i++) {
        LockSupport.parkNanos(HOOK_STEP.toNanos());
        calls.end();
      }
    }
  }

  /// Starts a [Caller].
  static final class Parent {

    private Parent() {}

    public static void main(String... arguments) throws IOException {
      Path directory = Path.of(arguments[0]);
      ChildJvm.start(Caller.class, List.of(arguments), directory.resolve("log"));
      ChildJvm.endWithParent();
    }
  }
}
