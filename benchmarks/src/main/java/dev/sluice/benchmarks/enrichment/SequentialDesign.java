package dev.sluice.benchmarks.enrichment;

import dev.sluice.benchmarks.Conditions;
import dev.sluice.benchmarks.Table;
import dev.sluice.embedded.EmbeddedPostgreSql;
import dev.sluice.embedded.PostgresSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/// One process, one message at a time: sentiment, then category, then the score, then a row in
/// PostgreSQL. Where Sluice's users come from.
///
/// Gets the messages handed in memory and scores them in no time, both in its favour.
final class SequentialDesign {

  private static final int QUICKLY = 3;

  private final Conditions conditions;

  SequentialDesign(Conditions conditions) {
    this.conditions = conditions;
  }

  /// Runs it for real, all of the burst or in a quick run the first three, and adds its row.
  Table addTo(Table table, Plan burst) throws Exception {
    int all = burst.messages().size();
    List<Message> messages =
        burst.messages().subList(0, Math.min(all, conditions.amount(all, QUICKLY)));
    Duration took;
    int stored;
    try (EmbeddedPostgreSql database =
            EmbeddedPostgreSql.start(
                new PostgresSettings(
                    conditions.scratch().resolve("postgres"), 0, true, java.util.Map.of()));
        Connection connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password())) {
      prepare(connection);
      long began = System.nanoTime();
      for (Message message : messages) {
        handle(connection, message);
      }
      took = Duration.ofNanos(System.nanoTime() - began);
      stored = count(connection);
    }
    String correct = "%d of %d, in order".formatted(stored, messages.size());
    if (messages.size() == all) {
      return table.row("sequential, PostgreSQL", BurstPart.seconds(took), correct);
    }
    Duration extrapolated = took.multipliedBy(all).dividedBy(messages.size());
    return table
        .row("sequential, PostgreSQL", BurstPart.seconds(extrapolated), correct)
        .note(
            "The sequential design ran for the first %d only; its time is extrapolated."
                .formatted(messages.size()));
  }

  private static void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE inbox (id text PRIMARY KEY, body text, sentiment text, category text,"
              + " score int)");
    }
  }

  private static void handle(Connection connection, Message message) throws Exception {
    DrawnModels.think(message.calls().sentimentNanos());
    DrawnModels.think(message.calls().categoryNanos());
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO inbox VALUES (?, ?, 'neutral', 'other', 25)")) {
      insert.setString(1, message.id());
      insert.setString(2, message.words());
      insert.executeUpdate();
    }
  }

  private static int count(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM inbox")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
