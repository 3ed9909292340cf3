package dev.sluice.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/// A process that owns a database server and has one row committed by it.
final class PostgresChild {

  private PostgresChild() {}

  public static void main(String[] args) throws Exception {
    EmbeddedPostgreSql postgres = EmbeddedPostgreSql.start(PostgresSettings.in(Path.of(args[0])));
    Connection open =
        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    try (Statement statement = open.createStatement()) {
      statement.execute("create table kept (word text)");
      statement.execute("insert into kept values ('committed')");
    }
    ChildProcess.ready(Integer.toString(postgres.port()));
  }
}
