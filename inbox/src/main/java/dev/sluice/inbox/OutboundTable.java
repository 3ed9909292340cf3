package dev.sluice.inbox;

import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.DeliveryOutcome.Delivery;
import dev.sluice.schemas.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the table `outbound`. Of several outcomes of one message the one that finished last
/// counts, and of those that finished together the one reported last.
final class OutboundTable {

  private static final String KNOWN =
      """
      select message_id, outcome, finished_at, seq from outbound
      where tenant = ? and message_id = any (?::text[])""";

  private static final String UPSERT =
      """
      insert into outbound (tenant, message_id, seq, campaign, channel, recipient, outcome,
        provider_message_id, code, reason, attempts, started_at, finished_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (tenant, message_id) do update set
        campaign = excluded.campaign, channel = excluded.channel, recipient = excluded.recipient,
        outcome = excluded.outcome, provider_message_id = excluded.provider_message_id,
        code = excluded.code, reason = excluded.reason, attempts = excluded.attempts,
        started_at = excluded.started_at, finished_at = excluded.finished_at""";

  private OutboundTable() {}

  private record Known(String outcome, Instant finishedAt, long seq) {}

  /// An outcome flattened to the table's columns.
  private record Row(
      String outcome,
      @Nullable String providerMessageId,
      @Nullable String code,
      @Nullable String reason) {
    static Row of(DeliveryOutcome outcome) {
      return switch (outcome) {
        case DeliveryOutcome.Accepted accepted ->
            new Row("accepted", accepted.providerMessageId(), null, null);
        case DeliveryOutcome.Failed failed ->
            new Row("failed", null, failed.code(), failed.reason());
        case DeliveryOutcome.Skipped skipped -> new Row("skipped", null, null, skipped.reason());
        case DeliveryOutcome.Unknown unknown -> new Row("unknown", null, null, unknown.reason());
      };
    }
  }

  static void merge(
      Connection connection,
      TenantId tenant,
      List<DeliveryOutcome> outcomes,
      Counter counter,
      Tally tally)
      throws SQLException {
    if (outcomes.isEmpty()) {
      return;
    }
    Map<String, DeliveryOutcome> latest = latest(outcomes);
    Map<String, Known> known = known(connection, tenant, latest.keySet().toArray());
    try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
      for (Map.Entry<String, DeliveryOutcome> entry : latest.entrySet()) {
        DeliveryOutcome outcome = entry.getValue();
        Row row = Row.of(outcome);
        @Nullable Known before = known.get(entry.getKey());
        if (before != null && isOlder(outcome.delivery().finishedAt(), before.finishedAt())) {
          continue;
        }
        if (before != null) {
          tally.count(Tally.Kind.OUTCOME, before.outcome(), -1);
        }
        tally.count(Tally.Kind.OUTCOME, row.outcome(), 1);
        long seq = before == null ? counter.nextOutbound() : before.seq();
        bind(upsert, tenant, entry.getKey(), seq, outcome.delivery(), row);
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
  }

  /// By id, in the order in which the ids first appear.
  private static Map<String, DeliveryOutcome> latest(List<DeliveryOutcome> outcomes) {
    Map<String, DeliveryOutcome> latest = new LinkedHashMap<>();
    for (DeliveryOutcome outcome : outcomes) {
      latest.merge(
          Storable.text(outcome.delivery().messageId()),
          outcome,
          (one, other) ->
              isOlder(other.delivery().finishedAt(), one.delivery().finishedAt()) ? one : other);
    }
    return latest;
  }

  /// To the microsecond, which is what the table keeps.
  private static boolean isOlder(Instant one, Instant other) {
    return Times.micros(one) < Times.micros(other);
  }

  private static Map<String, Known> known(Connection connection, TenantId tenant, Object[] ids)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(KNOWN)) {
      select.setString(1, tenant.value());
      select.setArray(2, connection.createArrayOf("text", ids));
      Map<String, Known> known = new HashMap<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Instant finishedAt = row.getObject(3, OffsetDateTime.class).toInstant();
          known.put(row.getString(1), new Known(row.getString(2), finishedAt, row.getLong(4)));
        }
      }
      return known;
    }
  }

  private static void bind(
      PreparedStatement upsert, TenantId tenant, String id, long seq, Delivery delivery, Row row)
      throws SQLException {
    @Nullable CampaignId campaign = delivery.campaign();
    upsert.setString(1, tenant.value());
    upsert.setString(2, id);
    upsert.setLong(3, seq);
    upsert.setString(4, campaign == null ? null : campaign.value());
    upsert.setString(5, delivery.channel().wireName());
    upsert.setString(6, Storable.text(delivery.recipient().value()));
    upsert.setString(7, row.outcome());
    upsert.setString(8, Storable.textOrNull(row.providerMessageId()));
    upsert.setString(9, Storable.textOrNull(row.code()));
    upsert.setString(10, Storable.textOrNull(row.reason()));
    upsert.setInt(11, delivery.attempts());
    upsert.setObject(12, Times.column(delivery.startedAt()));
    upsert.setObject(13, Times.column(delivery.finishedAt()));
  }
}
