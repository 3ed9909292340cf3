package dev.sluice.launcher;

/// A reason for not starting that a person can act on: one sentence that says what to do. Ends the
/// process with status 2.
public final class CannotStart extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// @param sentence fit to be shown as it is
  public CannotStart(String sentence) {
    super(sentence);
  }

  /// @param sentence fit to be shown as it is
  /// @param cause for the log
  public CannotStart(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
