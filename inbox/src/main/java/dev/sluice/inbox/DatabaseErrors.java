package dev.sluice.inbox;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The catalogue of what PostgreSQL answers, by the class of its SQLSTATE (appendix A of its
/// manual).
enum DatabaseErrors {
  /// The rows are at fault, and would be refused again: bad data, a broken constraint, a limit.
  REFUSED,
  /// These rows are in use by somebody, or the statement took too long: others may succeed now, the
  /// same later.
  BUSY,
  /// The server is away, starting, shutting down or out of resources: nothing succeeds now.
  AWAY,
  /// Anything else: wrong credentials, a missing privilege or table. Needs a person, loses nothing.
  OTHER;

  private static final Set<String> ROWS_AT_FAULT = Set.of("22", "23", "54");

  /// Transaction rollback, object not in prerequisite state (a lock that was not given).
  private static final Set<String> IN_USE = Set.of("40", "55");

  /// query_canceled: the statement's time was over.
  private static final String TOOK_TOO_LONG = "57014";

  /// Connection, insufficient resources, operator intervention, system error.
  private static final Set<String> NOT_THERE = Set.of("08", "53", "57", "58");

  static DatabaseErrors of(SQLException error) {
    String state = stateOf(error);
    if (state == null || state.length() < 2) {
      return AWAY;
    }
    String kind = state.substring(0, 2);
    if (ROWS_AT_FAULT.contains(kind)) {
      return REFUSED;
    }
    if (IN_USE.contains(kind) || TOOK_TOO_LONG.equals(state)) {
      return BUSY;
    }
    return NOT_THERE.contains(kind) ? AWAY : OTHER;
  }

  /// The code of the error or of the first error beneath it that has one: pools wrap.
  private static @Nullable String stateOf(SQLException error) {
    Throwable current = error;
    for (int depth = 0; current != null && depth < 10; depth++) {
      if (current instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
      current = current.getCause();
    }
    return null;
  }

  /// What may be logged of an error: its class and code. A server's own words can quote a row.
  static String describe(SQLException error) {
    return error.getClass().getSimpleName() + " " + stateOf(error);
  }
}
