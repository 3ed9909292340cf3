package dev.sluice.benchmarks.recovery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Model calls under way in another process, counted in a file that both have mapped: what a killed
/// process counted last can still be read. Thread-safe.
final class CallsUnderWay {

  private static final VarHandle COUNT = ValueLayout.JAVA_INT.varHandle();

  private final MemorySegment shared;

  private CallsUnderWay(MemorySegment shared) {
    this.shared = shared;
  }

  /// The count in that file, which is created when it is not there. Mapped until this process ends.
  static CallsUnderWay in(Path file) {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new CallsUnderWay(
          channel.map(MapMode.READ_WRITE, 0, ValueLayout.JAVA_INT.byteSize(), Arena.global()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A new process has none.
  void reset() {
    COUNT.setVolatile(shared, 0L, 0);
  }

  void begin() {
    COUNT.getAndAdd(shared, 0L, 1);
  }

  void end() {
    COUNT.getAndAdd(shared, 0L, -1);
  }

  int now() {
    return (int) COUNT.getVolatile(shared, 0L);
  }
}
