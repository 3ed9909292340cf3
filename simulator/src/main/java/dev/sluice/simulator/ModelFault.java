package dev.sluice.simulator;

import org.jspecify.annotations.Nullable;

/// What goes wrong with one request to a [ModelServer].
public sealed interface ModelFault {

  /// No answer ever: the connection stays open and silent until the client or the server closes it.
  record Never() implements ModelFault {}

  /// Head and first bytes of the answer, then silence.
  record Stall() implements ModelFault {}

  /// The connection is closed before anything was answered.
  record DropBeforeHead() implements ModelFault {}

  /// The connection is closed in the middle of the body.
  record DropInBody() implements ModelFault {}

  /// Another status than 200.
  ///
  /// @param retryAfter sent as the header of that name, in seconds or as an HTTP date; null sends
  ///   none
  record Status(int status, @Nullable String retryAfter) implements ModelFault {
    public Status(int status) {
      this(status, null);
    }
  }

  /// Status 200 with exactly this body.
  record Garbage(String body) implements ModelFault {}

  /// A right answer with so many blanks after it.
  record Oversize(int bytes) implements ModelFault {
    public Oversize {
      Checks.atLeastOne("bytes", bytes);
    }
  }

  /// A label nobody knows.
  record UnknownLabel() implements ModelFault {}

  /// A result for an id that was not asked about; only the native contract has ids.
  record WrongIds() implements ModelFault {}

  /// An answer without a result.
  record MissingItem() implements ModelFault {}
}
