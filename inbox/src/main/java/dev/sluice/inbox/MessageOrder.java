package dev.sluice.inbox;

import dev.sluice.schemas.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the table `message` in each of the orders a page can have, always by key from the last
/// message seen, which never moves.
final class MessageOrder {

  private static final String MESSAGES =
      """
      select seq, channel, message_id, account, customer, customer_name, content, sentiment,
        category, score, band, reasons, inbox, degraded, sent_at, received_at, stored_at, stages,
        due_at
      from message where tenant = ?""";

  /// As the index `message_by_due` has it.
  private static final String ORDER_OF_DUE =
      " order by 3 - band, coalesce(due_at, 'infinity'::timestamptz), seq";

  private static final String BEHIND_IN_ORDER_OF_DUE =
      " and (3 - band, coalesce(due_at, 'infinity'::timestamptz), seq) > (?, ?, ?)";

  /// Where a message stands in the order of urgency.
  ///
  /// @param rank 0 for the most urgent band
  private record Urgency(int rank, OffsetDateTime due) {

    /// The driver's word for the database's infinity.
    static final OffsetDateTime NEVER = OffsetDateTime.MAX;

    /// Before all messages.
    static final Urgency MOST = new Urgency(-1, NEVER);
  }

  private MessageOrder() {}

  static List<InboxEntry> byArrival(Connection connection, TenantId tenant, long after, int limit)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(MESSAGES + " and seq > ? order by seq limit ?")) {
      select.setString(1, tenant.value());
      select.setLong(2, after);
      select.setInt(3, limit);
      return Rows.all(select, MessageOrder::message);
    }
  }

  static List<InboxEntry> byPriority(Connection connection, TenantId tenant, PageQuery query)
      throws SQLException {
    long after = query.after().orElse(0L);
    int place = after == 0 ? -1 : place(connection, tenant, after);
    try (PreparedStatement select =
        connection.prepareStatement(
            MESSAGES + " and (place, seq) > (?, ?) order by place, seq limit ?")) {
      select.setString(1, tenant.value());
      select.setInt(2, place);
      select.setLong(3, after);
      select.setInt(4, query.limit() + 1);
      return Rows.all(select, MessageOrder::message);
    }
  }

  /// From the place of the last message seen on, which never moves.
  static List<InboxEntry> byDue(Connection connection, TenantId tenant, PageQuery query)
      throws SQLException {
    long after = query.after().orElse(0L);
    Urgency from = after == 0 ? Urgency.MOST : urgency(connection, tenant, after);
    try (PreparedStatement select =
        connection.prepareStatement(
            MESSAGES + BEHIND_IN_ORDER_OF_DUE + ORDER_OF_DUE + " limit ?")) {
      select.setString(1, tenant.value());
      select.setInt(2, from.rank());
      select.setObject(3, from.due());
      select.setLong(4, after);
      select.setInt(5, query.limit() + 1);
      return Rows.all(select, MessageOrder::message);
    }
  }

  private static Urgency urgency(Connection connection, TenantId tenant, long seq)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select 3 - band, due_at from message where tenant = ? and seq = ?")) {
      select.setString(1, tenant.value());
      select.setLong(2, seq);
      try (ResultSet row = select.executeQuery()) {
        if (row.next()) {
          @Nullable OffsetDateTime due = row.getObject(2, OffsetDateTime.class);
          return new Urgency(row.getInt(1), due == null ? Urgency.NEVER : due);
        }
        throw notThere();
      }
    }
  }

  private static ApiProblem notThere() {
    return ApiProblem.badParameter("after", "must be the seq of an item that exists");
  }

  /// Where a message stands in the order of priority; it never moves.
  private static int place(Connection connection, TenantId tenant, long seq) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select place from message where tenant = ? and seq = ?")) {
      select.setString(1, tenant.value());
      select.setLong(2, seq);
      try (ResultSet row = select.executeQuery()) {
        if (row.next()) {
          return row.getInt(1);
        }
        throw notThere();
      }
    }
  }

  private static InboxEntry message(ResultSet row) throws SQLException {
    return new InboxEntry(
        row.getLong("seq"),
        row.getString("channel"),
        row.getString("message_id"),
        row.getString("account"),
        row.getString("customer"),
        row.getString("customer_name"),
        row.getString("content"),
        row.getString("sentiment"),
        row.getString("category"),
        new InboxEntry.Ranking(
            row.getInt("score"),
            Bands.nameOf(Bands.ofRank(row.getInt("band"))),
            row.getString("reasons"),
            Times.readOrNull(row, "due_at")),
        row.getString("inbox"),
        row.getBoolean("degraded"),
        Times.read(row, "sent_at"),
        Times.read(row, "received_at"),
        Times.read(row, "stored_at"),
        row.getString("stages"));
  }
}
