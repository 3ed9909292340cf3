package dev.sluice.enrichers.embedded;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// Turns off the telemetry of ONNX Runtime before it is loaded.
///
/// The library would gather facts about this process and write them below the user's home, which is
/// not its business here; and with a command line of more than 3.5 KB, a long class path for
/// instance, gathering them ends the process without a word (seen with 1.29.0 on Linux). It asks
/// the environment of the C library, which Java cannot change but through that library itself.
final class NoTelemetry {

  private static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

  private NoTelemetry() {}

  /// Sets the variable for this process and those it starts with the C library's means. Where there
  /// is no `setenv`, on Windows, nothing happens.
  ///
  /// @throws IllegalStateException when the C library refuses
  @SuppressWarnings("restricted") // the process allows native access, for ONNX Runtime itself
  static void ensure() {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> setenv = linker.defaultLookup().find("setenv");
    if (setenv.isEmpty()) {
      return;
    }
    MethodHandle call =
        linker.downcallHandle(
            setenv.get(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      int overwrite = 1;
      int refused =
          (int) call.invokeExact(arena.allocateFrom(VARIABLE), arena.allocateFrom("1"), overwrite);
      if (refused != 0) {
        throw new IllegalStateException("the C library refuses to set " + VARIABLE);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("the C library cannot be called", e);
    }
  }
}
