package dev.sluice.enrichers;

import org.jspecify.annotations.Nullable;

/// A model that gave no answer. The message is in our words and never repeats what was asked.
public final class ModelUnavailable extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean retryable;

  private ModelUnavailable(String message, boolean retryable, @Nullable Throwable cause) {
    super(message, cause);
    this.retryable = retryable;
  }

  /// No answer this time: overload, a broken connection, a timeout. Asking again can help.
  public static ModelUnavailable temporarily(String message, @Nullable Throwable cause) {
    return new ModelUnavailable(message, true, cause);
  }

  /// No answer to this request however often it is asked: refused, misconfigured, unreadable.
  public static ModelUnavailable permanently(String message, @Nullable Throwable cause) {
    return new ModelUnavailable(message, false, cause);
  }

  /// Whether the same request may succeed when it is made again.
  public boolean retryable() {
    return retryable;
  }
}
