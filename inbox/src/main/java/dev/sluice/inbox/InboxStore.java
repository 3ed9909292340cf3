package dev.sluice.inbox;

import dev.sluice.inbox.TenantBatch.Arrival;
import dev.sluice.schemas.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// Writes what the topics say, once, however often they say it. Thread-safe.
///
/// A batch is one transaction under the tenant's lock: its messages get the next numbers without a
/// gap, in the order given, and whoever listens on [#CHANNEL] is told `tenant:seq` when it commits.
final class InboxStore {

  /// Where a commit with new messages is announced.
  static final String CHANNEL = "inbox";

  private final Tx tx;
  private final Clock clock;

  InboxStore(Tx tx, Clock clock) {
    this.tx = tx;
    this.clock = clock;
  }

  /// What a batch changed.
  ///
  /// @param messages those that were new, in order
  /// @param knownMessages those that were there before
  /// @param storedAt the time the new ones carry, in microseconds
  record Written(List<Arrival> messages, int knownMessages, Instant storedAt) {}

  /// @throws SQLException and then nothing of the batch is written
  Written write(TenantId tenant, TenantBatch batch) throws SQLException {
    return tx.in(tenant, connection -> write(connection, tenant, batch));
  }

  private Written write(Connection connection, TenantId tenant, TenantBatch batch)
      throws SQLException {
    Counter counter = Counter.lock(connection, tenant);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Tally tally = new Tally();
    List<Arrival> fresh =
        MessageTable.add(connection, tenant, batch.messages(), counter, tally, now);
    OutboundTable.merge(connection, tenant, batch.outcomes(), counter, tally);
    StatusTable.merge(connection, tenant, batch.statuses());
    tally.add(connection, tenant);
    counter.store(connection, tenant);
    if (!fresh.isEmpty()) {
      announce(connection, tenant, counter.messages());
    }
    return new Written(fresh, batch.messages().size() - fresh.size(), now);
  }

  /// PostgreSQL delivers it after the commit, and not at all after a rollback.
  private static void announce(Connection connection, TenantId tenant, long seq)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("select pg_notify(?, ?)")) {
      statement.setString(1, CHANNEL);
      statement.setString(2, tenant.value() + ":" + seq);
      statement.execute();
    }
  }
}
