package dev.sluice.launcher.services;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/// Tells the person in front of the console how far a start has come. Thread-safe.
public final class Progress {

  private final PrintStream out;
  private final long beganNanos = System.nanoTime();

  /// Time counts from now.
  public Progress(PrintStream out) {
    this.out = out;
  }

  /// One line: a part is ready, and how long after the beginning.
  public void ready(String part) {
    out.printf(Locale.ROOT, "  %-12s ready   %5.1f s%n", part, seconds());
    out.flush();
  }

  /// One line as it is.
  public void say(String line) {
    out.println(line);
    out.flush();
  }

  /// Seconds since the beginning.
  public double seconds() {
    return Duration.ofNanos(System.nanoTime() - beganNanos).toMillis() / 1e3;
  }
}
