package dev.sluice.launcher.lifecycle;

/// A process that serves until it is asked to stop.
public final class HostedProcess {

  private static final int CLEAN = 0;
  private static final int NOT_CLEAN = 1;

  private HostedProcess() {}

  /// What is to be started, in order. What it started is stopped again, also when it throws.
  @FunctionalInterface
  public interface Startup {

    /// @throws StopRequested when the process is asked to stop meanwhile
    void start(Lifecycle lifecycle) throws Exception;
  }

  /// Starts, serves until `stop` is made, and stops in reverse.
  ///
  /// @return the exit status: 0 when everything stopped cleanly and in time, else 1
  /// @throws Exception what the startup threw, after the unwinding
  public static int run(StopRequest stop, Startup startup) throws Exception {
    Lifecycle lifecycle = new Lifecycle(stop);
    boolean clean = true;
    try {
      startup.start(lifecycle);
      stop.await();
    } catch (StopRequested e) {
      // asked to stop while starting: the same as afterwards
    } finally {
      Watchdog watchdog = Watchdog.arm(lifecycle.stopBudget(), Watchdog::halt);
      clean = lifecycle.stop();
      watchdog.close();
    }
    return clean ? CLEAN : NOT_CLEAN;
  }
}
