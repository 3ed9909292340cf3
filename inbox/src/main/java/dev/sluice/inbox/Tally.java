package dev.sluice.inbox;

import dev.sluice.schemas.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What a transaction adds to a tenant's counts.
final class Tally {

  /// What is counted.
  enum Kind {
    BAND,
    INBOX,
    OUTCOME;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private record Key(Kind kind, String name) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byKind = kind.compareTo(other.kind);
      return byKind != 0 ? byKind : name.compareTo(other.name);
    }
  }

  private final Map<Key, Long> changes = new TreeMap<>();

  /// @param by may be negative
  void count(Kind kind, String name, long by) {
    changes.merge(new Key(kind, name), by, Long::sum);
  }

  /// Writes the changes, in the order of their keys.
  void add(Connection connection, TenantId tenant) throws SQLException {
    changes.values().removeIf(change -> change == 0);
    if (changes.isEmpty()) {
      return;
    }
    try (PreparedStatement upsert =
        connection.prepareStatement(
            """
            insert into tally (tenant, kind, name, count) values (?, ?, ?, ?)
            on conflict (tenant, kind, name) do update set count = tally.count + excluded.count""")) {
      for (Map.Entry<Key, Long> change : changes.entrySet()) {
        upsert.setString(1, tenant.value());
        upsert.setString(2, change.getKey().kind().wireName());
        upsert.setString(3, change.getKey().name());
        upsert.setLong(4, change.getValue());
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
  }
}
