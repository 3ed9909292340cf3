package dev.sluice.inbox;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The inbox's PostgreSQL: migrated, its pool, and connections that listen. Thread-safe.
final class Database implements AutoCloseable {

  static final String SCHEMA = "inbox";

  private static final Logger log = LoggerFactory.getLogger(Database.class);

  /// The oldest release the schema is tested on.
  private static final int MAJOR_VERSION_LEAST = 17;

  /// Opening a connection takes milliseconds; a server that needs longer is away.
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  /// A batch of 500 rows takes tens of milliseconds; a statement this slow is stuck.
  private static final Duration STATEMENT_LIMIT = Duration.ofSeconds(15);

  /// Twice the statement's: only a server or network that fell silent reaches it.
  private static final Duration SILENCE_LIMIT = Duration.ofSeconds(30);

  /// Another process that writes for the same tenant is done within its statement; do not queue up.
  private static final Duration LOCK_LIMIT = Duration.ofSeconds(5);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final InboxSettings settings;
  private final String sessionStart;
  private final HikariDataSource pool;
  private final Tx tx;

  private Database(InboxSettings settings, Optional<String> role, MeterRegistry meters) {
    this.settings = settings;
    this.sessionStart = sessionStart(role);
    this.pool = new HikariDataSource(poolSettings(settings, sessionStart, meters));
    this.tx = new Tx(pool);
  }

  /// Waits until the server answers, brings the schema up to date, and opens the pool.
  ///
  /// @throws InboxUnavailable when it does not answer within the settings' patience, refuses the
  ///   user, is older than PostgreSQL 17, or the schema cannot be brought up to date
  static Database open(InboxSettings settings, MeterRegistry meters) {
    try (Connection owner = awaitConnection(settings)) {
      requireVersion(settings, owner);
      migrate(settings);
      return new Database(settings, ApplicationRole.prepare(settings, owner), meters);
    } catch (SQLException e) {
      throw new InboxUnavailable(settings, "cannot be prepared: " + e.getMessage(), e);
    }
  }

  Tx tx() {
    return tx;
  }

  /// A connection outside the pool, bound like the pool's, that hears what is notified on
  /// `channel`.
  Connection listen(String channel) throws SQLException {
    Connection connection = connect(settings);
    boolean listening = false;
    try (Statement statement = connection.createStatement()) {
      statement.execute(sessionStart);
      statement.execute("listen " + channel);
      listening = true;
      return connection;
    } finally {
      if (!listening) {
        connection.close();
      }
    }
  }

  @Override
  public void close() {
    pool.close();
  }

  private static Connection awaitConnection(InboxSettings settings) {
    long deadline = System.nanoTime() + settings.databasePatience().toNanos();
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        return connect(settings);
      } catch (SQLException e) {
        if (DatabaseErrors.of(e) != DatabaseErrors.AWAY) {
          throw new InboxUnavailable(settings, "refuses the connection: " + e.getMessage(), e);
        }
        if (System.nanoTime() + pause.toNanos() - deadline > 0) {
          throw new InboxUnavailable(
              settings, "did not answer within " + settings.databasePatience(), e);
        }
        log.atInfo()
            .addKeyValue("reason", DatabaseErrors.describe(e))
            .log("waiting for the database");
        pause(settings, pause);
        pause = Backoff.next(pause, LONGEST_PAUSE);
      }
    }
  }

  private static void pause(InboxSettings settings, Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InboxUnavailable(settings, "was not waited for: interrupted", e);
    }
  }

  private static Connection connect(InboxSettings settings) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", settings.user());
    properties.setProperty("password", settings.password());
    properties.setProperty("connectTimeout", Long.toString(CONNECT_LIMIT.toSeconds()));
    properties.setProperty("loginTimeout", Long.toString(CONNECT_LIMIT.toSeconds()));
    properties.setProperty("socketTimeout", Long.toString(SILENCE_LIMIT.toSeconds()));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("ApplicationName", "sluice-inbox");
    return DriverManager.getConnection(settings.jdbcUrl(), properties);
  }

  private static void requireVersion(InboxSettings settings, Connection owner) throws SQLException {
    int version = owner.getMetaData().getDatabaseMajorVersion();
    if (version < MAJOR_VERSION_LEAST) {
      throw new InboxUnavailable(
          settings,
          "is PostgreSQL %d; %d or newer is needed".formatted(version, MAJOR_VERSION_LEAST),
          null);
    }
  }

  private static void migrate(InboxSettings settings) {
    try {
      Flyway.configure(Database.class.getClassLoader())
          .dataSource(settings.jdbcUrl(), settings.user(), settings.password())
          .schemas(SCHEMA)
          .locations("classpath:dev/sluice/inbox/db")
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new InboxUnavailable(settings, "cannot be migrated: " + e.getMessage(), e);
    }
  }

  /// What a session starts with. The role comes last, for it may set nothing else.
  private static String sessionStart(Optional<String> role) {
    return "set search_path = %s; set statement_timeout = %d; set lock_timeout = %d"
            .formatted(SCHEMA, STATEMENT_LIMIT.toMillis(), LOCK_LIMIT.toMillis())
        + role.map(name -> "; set role " + name).orElse("");
  }

  private static HikariConfig poolSettings(
      InboxSettings settings, String sessionStart, MeterRegistry meters) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("inbox");
    config.setJdbcUrl(settings.jdbcUrl());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(settings.connections());
    config.setMinimumIdle(Math.min(2, settings.connections()));
    config.setAutoCommit(false);
    config.setConnectionTimeout(CONNECT_LIMIT.toMillis());
    config.setConnectionInitSql(sessionStart);
    config.setMetricRegistry(meters);
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    config.addDataSourceProperty("connectTimeout", Long.toString(CONNECT_LIMIT.toSeconds()));
    config.addDataSourceProperty("socketTimeout", Long.toString(SILENCE_LIMIT.toSeconds()));
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("ApplicationName", "sluice-inbox");
    return config;
  }
}
