package dev.sluice.benchmarks.dispatch;

import dev.sluice.benchmarks.rig.Child;
import dev.sluice.schemas.Json;
import java.io.IOException;
import java.util.List;

/// A dispatcher in a process of its own, to be measured and to be killed. One thread at a time.
final class DispatcherProcess implements AutoCloseable {

  /// As `./sluice` runs a service.
  static final int HEAP_MIB = 320;

  private final Child child;

  private DispatcherProcess(Child child) {
    this.child = child;
  }

  /// Starts one and returns when it is about to join its group.
  ///
  /// @param name for the file of its errors, on the ground's directory
  static DispatcherProcess start(Ground ground, String name, int heapMiB, int reservedForReplies)
      throws IOException {
    Child child =
        Child.ofThisClassPath(
            name,
            ground.directory(),
            heapMiB,
            DispatcherMain.class,
            List.of(
                String.valueOf(ground.connection().get("bootstrap.servers")),
                Integer.toString(reservedForReplies)));
    boolean started = false;
    try {
      DispatcherProcess process = new DispatcherProcess(child);
      process.expect(DispatcherMain.STARTED);
      started = true;
      return process;
    } finally {
      if (!started) {
        child.close();
      }
    }
  }

  Vitals vitals() {
    return ask(DispatcherMain.VITALS);
  }

  /// The same after a full collection: its heap is what it needs.
  Vitals collected() {
    return ask(DispatcherMain.COLLECTED);
  }

  /// SIGKILL. Returns when it is dead.
  void kill() throws InterruptedException {
    child.kill();
  }

  /// Lets it drain, commit and leave its group. Returns when it has.
  void leave() throws IOException {
    child.tell(DispatcherMain.STOP);
    expect(DispatcherMain.STOP);
  }

  private Vitals ask(String question) {
    try {
      child.tell(question);
      return Json.mapper().readValue(child.line(), Vitals.class);
    } catch (IOException e) {
      throw new IllegalStateException("a dispatcher does not answer: " + child.lastErrors(), e);
    }
  }

  private void expect(String line) throws IOException {
    String said = child.line();
    if (!said.equals(line)) {
      throw new IOException("a dispatcher said '%s' instead of '%s'".formatted(said, line));
    }
  }

  @Override
  public void close() {
    child.close();
  }
}
