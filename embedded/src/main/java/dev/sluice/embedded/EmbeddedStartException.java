package dev.sluice.embedded;

/// The one sentence that says why an embedded server did not start, with its [Reason] for code.
///
/// The message names the directory or port concerned and is fit to be shown to a person as it is.
public final class EmbeddedStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  EmbeddedStartException(Reason reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  EmbeddedStartException(Reason reason, String sentence, Throwable cause) {
    super(sentence, cause);
    this.reason = reason;
  }

  /// What has to change before another start can succeed.
  public Reason reason() {
    return reason;
  }

  /// The causes a caller may want to tell apart.
  public enum Reason {
    /// Another live process, or another server in this one, holds the data directory.
    DIRECTORY_IN_USE,
    /// The data directory cannot be created, written or understood.
    DIRECTORY_NOT_USABLE,
    /// Somebody else listens on the port asked for.
    PORT_TAKEN,
    /// This operating system, processor or user cannot run the server.
    NOT_SUPPORTED,
    /// The server itself gave up; the cause says more.
    DID_NOT_START
  }
}
