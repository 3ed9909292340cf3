package dev.sluice.inbox;

import dev.sluice.schemas.Address;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the table `status`, by the rule of [LatestStatus#merge].
final class StatusTable {

  private static final String UPSERT =
      """
      insert into status (tenant, channel, provider_message_id, progress, changed_at, recipient,
        correlation, errors)
      values (?, ?, ?, ?, ?, ?, ?, ?::jsonb)
      on conflict (tenant, channel, provider_message_id) do update set
        progress = greatest(status.progress, excluded.progress),
        changed_at = case
          when starts_with(status.provider_message_id, 'until:')
            then greatest(status.changed_at, excluded.changed_at)
          when excluded.progress > status.progress
            then excluded.changed_at else status.changed_at end,
        errors = case when excluded.progress > status.progress
          then excluded.errors else status.errors end,
        recipient = coalesce(status.recipient, excluded.recipient),
        correlation = coalesce(status.correlation, excluded.correlation)""";

  private StatusTable() {}

  private record Key(String channel, String id) {}

  static void merge(Connection connection, TenantId tenant, List<ProviderStatus> statuses)
      throws SQLException {
    Map<Key, LatestStatus> merged = merged(statuses);
    if (merged.isEmpty()) {
      return;
    }
    try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
      for (Map.Entry<Key, LatestStatus> entry : merged.entrySet()) {
        bind(upsert, tenant, entry.getKey(), entry.getValue());
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
  }

  /// One a message, for one statement cannot touch a row twice.
  private static Map<Key, LatestStatus> merged(List<ProviderStatus> statuses) {
    Map<Key, LatestStatus> merged = new LinkedHashMap<>();
    for (ProviderStatus status : statuses) {
      if (isOfOneMember(status)) {
        continue;
      }
      LatestStatus latest = LatestStatus.of(status);
      Key key = new Key(status.channel().wireName(), Storable.text(latest.key()));
      merged.merge(key, latest, LatestStatus::merge);
    }
    return merged;
  }

  /// That one member of a group could not be reached does not make the message a failed one.
  private static boolean isOfOneMember(ProviderStatus status) {
    return status.state() == ProviderStatus.State.FAILED && status.participant() != null;
  }

  private static void bind(PreparedStatement upsert, TenantId tenant, Key key, LatestStatus latest)
      throws SQLException {
    @Nullable Address recipient = latest.recipient();
    upsert.setString(1, tenant.value());
    upsert.setString(2, key.channel());
    upsert.setString(3, key.id());
    upsert.setInt(4, LatestStatus.rankOf(latest.state()));
    upsert.setObject(5, Times.column(latest.at()));
    upsert.setString(6, recipient == null ? null : Storable.text(recipient.value()));
    upsert.setString(7, Storable.textOrNull(latest.correlation()));
    upsert.setString(8, Storable.json(latest.errors()));
  }
}
