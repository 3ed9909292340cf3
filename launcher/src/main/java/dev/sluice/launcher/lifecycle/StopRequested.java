package dev.sluice.launcher.lifecycle;

/// Somebody asked the process to stop while it was still starting or at work.
public final class StopRequested extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StopRequested() {
    super("stopped on request");
  }
}
