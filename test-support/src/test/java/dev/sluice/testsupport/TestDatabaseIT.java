package dev.sluice.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testsupport.TestDatabase.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class TestDatabaseIT {

  @Test
  void shouldGiveEachTestADatabaseOfItsOwn() throws SQLException {
    // Given
    Database mine = TestDatabase.freshDatabase();
    Database other = TestDatabase.freshDatabase();
    run(mine, "create table item (id int)");

    // When
    boolean seen = asks(other, "select to_regclass('item') is not null");

    // Then
    assertThat(seen).isFalse();
    assertThat(asks(mine, "select to_regclass('item') is not null")).isTrue();
  }

  @Test
  void shouldBindTheOwnerByRowLevelSecurity() throws SQLException {
    // Given
    Database database = TestDatabase.freshDatabase();
    run(database, "create table item (tenant text); insert into item values ('a'), ('b')");
    run(database, "alter table item enable row level security");
    run(database, "alter table item force row level security");

    // When
    run(database, "create policy only_a on item using (tenant = 'a')");

    // Then
    assertThat(asks(database, "select count(*) = 1 from item")).isTrue();
  }

  private static void run(Database database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static boolean asks(Database database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() && row.getBoolean(1);
    }
  }
}
