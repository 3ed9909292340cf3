package dev.sluice.dispatcher.books;

import org.jspecify.annotations.Nullable;

/// A campaign's accounts cannot be read: a topic is missing, or the cluster does not answer in
/// time.
public final class BooksUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BooksUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
