package dev.sluice.benchmarks;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/// Tells whoever waits how far a run has come. Thread-safe.
public final class Progress {

  private final PrintStream out;
  private final long beganNanos = System.nanoTime();

  /// Time counts from now.
  public Progress(PrintStream out) {
    this.out = out;
  }

  /// One line, after the seconds since the beginning.
  public void say(String line) {
    double seconds = Duration.ofNanos(System.nanoTime() - beganNanos).toMillis() / 1e3;
    out.printf(Locale.ROOT, "%7.1f s  %s%n", seconds, line);
    out.flush();
  }
}
