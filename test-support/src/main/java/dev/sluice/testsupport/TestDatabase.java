package dev.sluice.testsupport;

import dev.sluice.embedded.EmbeddedPostgreSql;
import dev.sluice.embedded.PostgresSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.testcontainers.postgresql.PostgreSQLContainer;

/// The one PostgreSQL server of this test JVM.
///
/// Started by the first call that needs it, closed when the JVM ends. A commit does not survive the
/// machine, which no test can tell and every test gains from. Thread-safe.
public final class TestDatabase {

  private static final String IMAGE = "postgres:17";

  private TestDatabase() {}

  private static final class Running {
    static final Server SERVER = start(TestEngine.chosen());
  }

  /// A new, empty database of a random name, with an owner of its own.
  ///
  /// The owner may do anything inside it and is no superuser, so that row-level security binds it
  /// as it would in production. Nobody removes it before the server is gone.
  public static Database freshDatabase() {
    String name = "test_" + UUID.randomUUID().toString().replace("-", "");
    String password = UUID.randomUUID().toString();
    Server server = Running.SERVER;
    try (Connection connection =
            DriverManager.getConnection(server.url("postgres"), server.user(), server.password());
        Statement statement = connection.createStatement()) {
      statement.execute("create role " + name + " login password '" + password + "'");
      statement.execute("create database " + name + " owner " + name);
    } catch (SQLException e) {
      throw new AssertionError("no database could be created for the test", e);
    }
    return new Database(server.url(name), name, password);
  }

  /// How a test reaches its database.
  ///
  /// @param jdbcUrl without user and password
  public record Database(String jdbcUrl, String user, String password) {

    /// A new connection, the caller's to close.
    public Connection connect() throws SQLException {
      return DriverManager.getConnection(jdbcUrl, user, password);
    }
  }

  private record Server(String address, String user, String password) {
    String url(String database) {
      return "jdbc:postgresql://" + address + "/" + database;
    }
  }

  private static Server start(TestEngine engine) {
    return switch (engine) {
      case EMBEDDED -> startEmbedded();
      case DOCKER -> startContainer();
    };
  }

  private static Server startEmbedded() {
    Path directory = AtExit.keptDirectory("sluice-test-postgres-");
    EmbeddedPostgreSql postgres =
        EmbeddedPostgreSql.start(PostgresSettings.in(directory).withDurable(false));
    AtExit.close(postgres, directory);
    return new Server("127.0.0.1:" + postgres.port(), postgres.user(), postgres.password());
  }

  /// Testcontainers' own reaper removes the container when this JVM is gone.
  @SuppressWarnings("resource")
  private static Server startContainer() {
    PostgreSQLContainer postgres = new PostgreSQLContainer(IMAGE);
    postgres.start();
    return new Server(
        postgres.getHost() + ":" + postgres.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
        postgres.getUsername(),
        postgres.getPassword());
  }
}
