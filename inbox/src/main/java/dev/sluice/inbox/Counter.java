package dev.sluice.inbox;

import dev.sluice.schemas.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// A tenant's running numbers, locked until the transaction ends.
final class Counter {

  private long messages;
  private long outbound;
  private boolean changed;

  private Counter(long messages, long outbound) {
    this.messages = messages;
    this.outbound = outbound;
  }

  static Counter lock(Connection connection, TenantId tenant) throws SQLException {
    Counter[] found = select(connection, tenant);
    if (found.length > 0) {
      return found[0];
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into tenant_counter (tenant) values (?) on conflict do nothing")) {
      insert.setString(1, tenant.value());
      insert.executeUpdate();
    }
    return select(connection, tenant)[0];
  }

  long messages() {
    return messages;
  }

  long nextMessage() {
    changed = true;
    return ++messages;
  }

  long nextOutbound() {
    changed = true;
    return ++outbound;
  }

  void store(Connection connection, TenantId tenant) throws SQLException {
    if (!changed) {
      return;
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "update tenant_counter set message_seq = ?, outbound_seq = ? where tenant = ?")) {
      update.setLong(1, messages);
      update.setLong(2, outbound);
      update.setString(3, tenant.value());
      update.executeUpdate();
    }
  }

  /// None when the tenant has no row yet.
  private static Counter[] select(Connection connection, TenantId tenant) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select message_seq, outbound_seq from tenant_counter where tenant = ? for update")) {
      select.setString(1, tenant.value());
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? new Counter[] {new Counter(row.getLong(1), row.getLong(2))}
            : new Counter[0];
      }
    }
  }
}
