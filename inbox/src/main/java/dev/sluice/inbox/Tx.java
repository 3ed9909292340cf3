package dev.sluice.inbox;

import dev.sluice.schemas.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one way to the inbox's rows: a transaction that sees and writes a single tenant's.
///
/// The tenant is a setting of the transaction, and every table's policy compares with it; it is
/// gone when the transaction ends, so that a connection returned to the pool sees nothing.
/// Thread-safe; blocks while all connections are taken, at most the pool's five seconds.
final class Tx {

  private static final Logger log = LoggerFactory.getLogger(Tx.class);

  private final DataSource pool;

  Tx(DataSource pool) {
    this.pool = pool;
  }

  /// What is done in a transaction.
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    T on(Connection connection) throws SQLException;
  }

  /// Does the work for a tenant and commits; whatever is thrown rolls it back.
  ///
  /// @throws SQLException as the database or the pool gave it
  <T extends @Nullable Object> T in(TenantId tenant, Work<T> work) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      boolean committed = false;
      try {
        enter(connection, tenant);
        T result = work.on(connection);
        connection.commit();
        committed = true;
        return result;
      } finally {
        if (!committed) {
          rollback(connection);
        }
      }
    }
  }

  private static void enter(Connection connection, TenantId tenant) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select set_config('app.tenant', ?, true)")) {
      statement.setString(1, tenant.value());
      statement.execute();
    }
  }

  /// A connection that cannot even roll back is broken: the pool finds out by itself, and the
  /// server rolls back when it is gone. The first error is the one to report.
  private static void rollback(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      log.atDebug().addKeyValue("reason", DatabaseErrors.describe(e)).log("no rollback");
    }
  }
}
