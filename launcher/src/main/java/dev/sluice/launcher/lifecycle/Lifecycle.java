package dev.sluice.launcher.lifecycle;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The parts of a process, started one after the other and stopped in reverse.
///
/// Each part brings the time it may take to stop. A part that fails or overruns is named in the log
/// and left behind, so that the ones before it are still stopped: `stop` takes at most the sum of
/// the budgets ([#stopBudget]). Used by one thread; parts begun with [#begin] start on threads of
/// their own.
public final class Lifecycle implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);

  private final Deque<Part> parts = new ArrayDeque<>();
  private final StopRequest stopRequest;

  /// @param stopRequest once made, no further part is started
  public Lifecycle(StopRequest stopRequest) {
    this.stopRequest = stopRequest;
  }

  /// Starts a part and returns it. Parts started earlier stay as they are when it fails; the caller
  /// unwinds them by [#close].
  ///
  /// @param stopBudget the longest its `close` may take
  /// @throws StopRequested when somebody asked the process to stop meanwhile
  public <T extends AutoCloseable> T start(String name, Duration stopBudget, Callable<T> starter)
      throws Exception {
    return begin(name, stopBudget, starter).await();
  }

  /// Begins to start a part on a thread of its own.
  ///
  /// Its place in the order of stopping is fixed now; stopping waits for its start to end, within
  /// the same budget.
  ///
  /// @throws StopRequested when somebody asked the process to stop meanwhile
  public <T extends AutoCloseable> Starting<T> begin(
      String name, Duration stopBudget, Callable<T> starter) {
    if (stopRequest.isMade()) {
      throw new StopRequested();
    }
    FutureTask<T> starting = new FutureTask<>(starter);
    parts.push(new Part(name, stopBudget, starting));
    Thread.ofPlatform().name("start-" + name).start(starting);
    return new Starting<>(starting);
  }

  /// The longest [#stop] takes: the sum of the parts' budgets.
  public Duration stopBudget() {
    return parts.stream().map(Part::stopBudget).reduce(Duration.ZERO, Duration::plus);
  }

  /// Stops what was started, the last first. Idempotent.
  ///
  /// @return whether every part stopped in its time and without an error
  public boolean stop() {
    boolean clean = true;
    while (!parts.isEmpty()) {
      clean &= stopped(parts.pop());
    }
    return clean;
  }

  @Override
  public void close() {
    stop();
  }

  private static boolean stopped(Part part) {
    FutureTask<Boolean> stopping = new FutureTask<>(part::close);
    Thread.ofPlatform().name("stop-" + part.name()).daemon().start(stopping);
    try {
      return stopping.get(part.stopBudget().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      log.atError()
          .addKeyValue("part", part.name())
          .addKeyValue("reason", "not stopped within " + part.stopBudget())
          .log("left behind while stopping");
    } catch (ExecutionException e) {
      log.atError()
          .addKeyValue("part", part.name())
          .setCause(e.getCause())
          .log("failed while stopping");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    stopping.cancel(true);
    return false;
  }

  /// A part that is being started.
  public static final class Starting<T> {

    private final Future<T> future;

    private Starting(Future<T> future) {
      this.future = future;
    }

    /// Waits until the part has started; its own bound ends the wait.
    ///
    /// @throws Exception what made its start fail
    public T await() throws Exception {
      try {
        return future.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
    }
  }

  private record Part(String name, Duration stopBudget, FutureTask<? extends AutoCloseable> start) {

    /// A part that never started has nothing to close.
    boolean close() throws Exception {
      AutoCloseable resource;
      try {
        resource = start.get();
      } catch (ExecutionException e) {
        return true;
      }
      resource.close();
      return true;
    }
  }
}
