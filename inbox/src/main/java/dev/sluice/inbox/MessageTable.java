package dev.sluice.inbox;

import dev.sluice.inbox.TenantBatch.Arrival;
import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.Priority;
import dev.sluice.schemas.StageTimes;
import dev.sluice.schemas.TenantId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Writes the table `message`. The first that is stored under an id stays.
final class MessageTable {

  private static final String INSERT =
      """
      insert into message (tenant, channel, message_id, seq, account, customer, customer_name,
        content, sentiment, category, score, band, reasons, inbox, degraded, stages,
        sent_at, received_at, stored_at, due_at)
      values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?::jsonb, ?, ?, ?::jsonb, ?, ?, ?::jsonb,
        ?, ?, ?, ?)""";

  private static final String KNOWN =
      """
      select m.channel, m.message_id from message m
      join unnest(?::text[], ?::text[]) as wanted (channel, message_id)
        on m.channel = wanted.channel and m.message_id = wanted.message_id
      where m.tenant = ?""";

  private MessageTable() {}

  /// What identifies a message within its tenant, as stored.
  private record Key(String channel, String id) {
    static Key of(Arrival arrival) {
      return new Key(arrival.item().message().channel().wireName(), Storable.text(arrival.id()));
    }
  }

  /// [StageTimes] and when the row was written, in microseconds since the epoch.
  record Stages(
      long received, long admitted, long sentiment, long category, long released, long stored) {
    static Stages of(StageTimes times, Instant storedAt) {
      return new Stages(
          times.received(),
          times.admitted(),
          times.sentiment(),
          times.category(),
          times.released(),
          Times.micros(storedAt));
    }
  }

  /// Adds those that are not there yet, numbered in the order given, and returns them.
  static List<Arrival> add(
      Connection connection,
      TenantId tenant,
      List<Arrival> arrivals,
      Counter counter,
      Tally tally,
      Instant now)
      throws SQLException {
    if (arrivals.isEmpty()) {
      return List.of();
    }
    Set<Key> known = known(connection, tenant, arrivals);
    List<Arrival> fresh = arrivals.stream().filter(arrival -> known.add(Key.of(arrival))).toList();
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (Arrival arrival : fresh) {
        bind(insert, tenant, arrival, counter.nextMessage(), now);
        insert.addBatch();
        InboxItem item = arrival.item();
        tally.count(Tally.Kind.BAND, Bands.nameOf(item.priority().band()), 1);
        tally.count(Tally.Kind.INBOX, Storable.text(item.inbox()), 1);
      }
      insert.executeBatch();
    }
    return fresh;
  }

  private static Set<Key> known(Connection connection, TenantId tenant, List<Arrival> arrivals)
      throws SQLException {
    List<Key> wanted = arrivals.stream().map(Key::of).toList();
    Array channels = connection.createArrayOf("text", wanted.stream().map(Key::channel).toArray());
    Array ids = connection.createArrayOf("text", wanted.stream().map(Key::id).toArray());
    try (PreparedStatement select = connection.prepareStatement(KNOWN)) {
      select.setArray(1, channels);
      select.setArray(2, ids);
      select.setString(3, tenant.value());
      Set<Key> known = new HashSet<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          known.add(new Key(rows.getString(1), rows.getString(2)));
        }
      }
      return known;
    }
  }

  private static void bind(
      PreparedStatement insert, TenantId tenant, Arrival arrival, long seq, Instant now)
      throws SQLException {
    InboxItem item = arrival.item();
    InboundMessage message = item.message();
    Priority priority = item.priority();
    Key key = Key.of(arrival);
    insert.setString(1, tenant.value());
    insert.setString(2, key.channel());
    insert.setString(3, key.id());
    insert.setLong(4, seq);
    insert.setString(5, Storable.text(message.account()));
    insert.setString(6, Storable.text(message.customer().value()));
    insert.setString(7, Storable.textOrNull(message.customerName()));
    insert.setString(8, Storable.json(message.content()));
    insert.setString(9, Storable.json(item.sentiment()));
    insert.setString(10, Storable.json(item.category()));
    insert.setInt(11, priority.score());
    insert.setInt(12, Bands.rankOf(priority.band()));
    insert.setString(13, Storable.json(priority.reasons()));
    insert.setString(14, Storable.text(item.inbox()));
    insert.setBoolean(15, item.degraded());
    insert.setString(16, Storable.json(Stages.of(item.stages(), now)));
    insert.setObject(17, Times.column(message.sentAt()));
    insert.setObject(18, Times.column(message.receivedAt()));
    insert.setObject(19, Times.column(now));
    insert.setObject(20, Times.columnOrNull(priority.due()), Types.TIMESTAMP_WITH_TIMEZONE);
  }
}
