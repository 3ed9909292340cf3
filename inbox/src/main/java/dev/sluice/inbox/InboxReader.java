package dev.sluice.inbox;

import dev.sluice.schemas.Priority.Band;
import dev.sluice.schemas.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Reads a tenant's rows, a page at a time by key, never by offset. Thread-safe.
final class InboxReader {

  /// The status by the provider's id comes before one that only echoes our own: a message sent
  /// again has one of each attempt. Where the channel reports by watermarks, what was sent before
  /// one is as far as that says; before by the channel's own time of the message, where a status
  /// told it, else by ours.
  private static final String DELIVERIES =
      """
      select o.seq, o.message_id, o.campaign, o.channel, o.recipient, o.outcome,
        o.provider_message_id, o.code, o.reason, o.attempts, o.started_at, o.finished_at,
        greatest(s.progress, u.progress) as progress,
        case when u.progress > coalesce(s.progress, 0) then u.changed_at else s.changed_at end
          as changed_at,
        s.errors
      from outbound o
      left join lateral (
        select s.progress, s.changed_at, s.errors
        from status s
        where s.tenant = o.tenant
          and ((s.channel = o.channel and s.provider_message_id = o.provider_message_id)
            or s.correlation = o.message_id)
        order by (s.provider_message_id = o.provider_message_id) desc nulls last,
          s.progress desc, s.changed_at
        limit 1) s on true
      left join lateral (
        select u.progress, u.changed_at
        from status u
        where u.tenant = o.tenant and u.channel = o.channel and o.outcome = 'accepted'
          and u.provider_message_id in
            ('until:read:' || o.recipient, 'until:delivered:' || o.recipient)
          and u.changed_at >= coalesce(s.changed_at, o.finished_at)
        order by u.progress desc
        limit 1) u on true
      where o.tenant = ? and o.seq > ?""";

  private final Tx tx;

  InboxReader(Tx tx) {
    this.tx = tx;
  }

  /// A page of messages.
  ///
  /// @throws ApiProblem when `after` names no message and the order is not by arrival
  Page<InboxEntry> messages(TenantId tenant, PageQuery query) throws SQLException {
    return tx.in(
        tenant,
        connection -> {
          long latest = latest(connection, tenant);
          List<InboxEntry> found =
              switch (query.order()) {
                case ARRIVAL ->
                    MessageOrder.byArrival(
                        connection, tenant, query.after().orElse(0L), query.limit() + 1);
                case PRIORITY -> MessageOrder.byPriority(connection, tenant, query);
                case DUE -> MessageOrder.byDue(connection, tenant, query);
              };
          return page(tenant, found, query.limit(), latest, InboxEntry::seq);
        });
  }

  /// Messages stored after one, in order.
  List<InboxEntry> messagesAfter(TenantId tenant, long seq, int limit) throws SQLException {
    return tx.in(tenant, connection -> MessageOrder.byArrival(connection, tenant, seq, limit));
  }

  /// Messages sent out, in the order in which their outcomes came first.
  ///
  /// @param query its order does not apply
  Page<DeliveryEntry> deliveries(TenantId tenant, Optional<String> campaign, PageQuery query)
      throws SQLException {
    return tx.in(
        tenant,
        connection -> {
          long latest = latest(connection, tenant);
          String sql =
              DELIVERIES
                  + (campaign.isPresent() ? " and o.campaign = ?" : "")
                  + " order by o.seq limit ?";
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            int index = 1;
            select.setString(index++, tenant.value());
            select.setLong(index++, query.after().orElse(0L));
            if (campaign.isPresent()) {
              select.setString(index++, Storable.text(campaign.get()));
            }
            select.setInt(index, query.limit() + 1);
            List<DeliveryEntry> found = Rows.all(select, InboxReader::delivery);
            return page(tenant, found, query.limit(), latest, DeliveryEntry::seq);
          }
        });
  }

  /// The highest number given to a message of the tenant; 0 while there is none.
  long latest(TenantId tenant) throws SQLException {
    return tx.in(tenant, connection -> latest(connection, tenant));
  }

  Summary summary(TenantId tenant) throws SQLException {
    return tx.in(
        tenant,
        connection -> {
          Map<String, Long> bands = new LinkedHashMap<>();
          for (Band band : Band.values()) {
            bands.put(Bands.nameOf(band), 0L);
          }
          Map<String, Long> deliveries = new LinkedHashMap<>();
          List.of("accepted", "failed", "skipped", "unknown")
              .forEach(outcome -> deliveries.put(outcome, 0L));
          bands.putAll(counts(connection, tenant, Tally.Kind.BAND));
          deliveries.putAll(counts(connection, tenant, Tally.Kind.OUTCOME));
          Map<String, Long> inboxes = counts(connection, tenant, Tally.Kind.INBOX);
          return new Summary(tenant, latest(connection, tenant), bands, inboxes, deliveries);
        });
  }

  private static long latest(Connection connection, TenantId tenant) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select message_seq from tenant_counter where tenant = ?")) {
      select.setString(1, tenant.value());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  private static Map<String, Long> counts(Connection connection, TenantId tenant, Tally.Kind kind)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select name, count from tally where tenant = ? and kind = ? order by name")) {
      select.setString(1, tenant.value());
      select.setString(2, kind.wireName());
      Map<String, Long> counts = new LinkedHashMap<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          counts.put(row.getString(1), row.getLong(2));
        }
      }
      return counts;
    }
  }

  private static <T> Page<T> page(
      TenantId tenant, List<T> found, int limit, long latest, ToLongFunction<T> seq) {
    if (found.size() <= limit) {
      return new Page<>(tenant, found, null, latest);
    }
    List<T> items = found.subList(0, limit);
    return new Page<>(tenant, items, seq.applyAsLong(items.getLast()), latest);
  }

  private static DeliveryEntry delivery(ResultSet row) throws SQLException {
    int progress = row.getInt("progress");
    @Nullable String status = row.wasNull() ? null : LatestStatus.nameOfRank(progress);
    return new DeliveryEntry(
        row.getLong("seq"),
        row.getString("message_id"),
        row.getString("campaign"),
        row.getString("channel"),
        row.getString("recipient"),
        row.getString("outcome"),
        row.getString("provider_message_id"),
        row.getString("code"),
        row.getString("reason"),
        row.getInt("attempts"),
        Times.read(row, "started_at"),
        Times.read(row, "finished_at"),
        status,
        Times.readOrNull(row, "changed_at"),
        row.getString("errors"));
  }
}
