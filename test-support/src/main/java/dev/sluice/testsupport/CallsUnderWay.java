package dev.sluice.testsupport;

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

/// How many calls are under way in another process, counted in a file that both have mapped: what a
/// killed process counted last can still be read.
///
/// Thread-safe, in both processes.
public final class CallsUnderWay {

  private static final VarHandle COUNT = ValueLayout.JAVA_INT.varHandle();

  private final MemorySegment shared;

  private CallsUnderWay(MemorySegment shared) {
    this.shared = shared;
  }

  /// The count in that file, which is created when it is not there and then starts at 0. Mapped
  /// until this process ends.
  ///
  /// @throws UncheckedIOException when the file can be neither read nor created
  public static CallsUnderWay in(Path file) {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new CallsUnderWay(
          channel.map(MapMode.READ_WRITE, 0, ValueLayout.JAVA_INT.byteSize(), Arena.global()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sets the count to 0, for a new process that has none.
  public void reset() {
    COUNT.setVolatile(shared, 0L, 0);
  }

  /// One more.
  public void begin() {
    COUNT.getAndAdd(shared, 0L, 1);
  }

  /// One less.
  public void end() {
    COUNT.getAndAdd(shared, 0L, -1);
  }

  /// How many there are, or were when the process that counts them died.
  public int now() {
    return (int) COUNT.getVolatile(shared, 0L);
  }
}
