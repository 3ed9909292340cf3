package dev.sluice.embedded;

import dev.sluice.embedded.EmbeddedStartException.Reason;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A PostgreSQL 18 server that belongs to this process.
///
/// It runs as a child on Linux with glibc, for an ordinary user or for root (PostgreSQL itself
/// refuses root; it then runs in a user namespace of its own). It listens on 127.0.0.1 only and
/// asks everybody for a password, which is random per data directory.
///
/// Committed rows survive a clean close and a SIGKILL of this process; with
/// [PostgresSettings#durable] a power cut as well. After a SIGKILL the server goes on without
/// owner, and the next start on the directory stops it first. There is no shutdown hook: the owner
/// closes.
///
/// Thread-safe; several may run in one process, each on its own directory.
public final class EmbeddedPostgreSql implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgreSql.class);

  private static final String SUPERUSER = "postgres";

  /// Covers the replay of `max_wal_size`, 256 MB, after a crash on a slow disk.
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private static final Pattern DATABASE = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  /// duplicate_database, and unique_violation where two sessions create it at the same moment.
  private static final Set<String> ALREADY_THERE = Set.of("42P04", "23505");

  private final EmbeddedPostgres engine;
  private final PostgresCluster cluster;
  private final DirectoryLock lock;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedPostgreSql(EmbeddedPostgres engine, PostgresCluster cluster, DirectoryLock lock) {
    this.engine = engine;
    this.cluster = cluster;
    this.lock = lock;
  }

  /// Starts a server and returns when it answers: a second on a known directory, some seconds when
  /// the binaries have to be unpacked and the cluster initialised.
  ///
  /// @throws EmbeddedStartException if the directory is in use or not usable, the port is taken,
  ///   the system cannot run PostgreSQL, or the server does not answer within 30 s
  public static EmbeddedPostgreSql start(PostgresSettings settings) {
    requireSupported();
    DirectoryLock lock = DirectoryLock.acquire(settings.dataDirectory());
    boolean started = false;
    try {
      PostgresCluster cluster = PostgresCluster.in(lock.directory());
      Postmaster.stopIfRunning(cluster.directory());
      int port = LoopbackPorts.freeOr(settings.port());
      cluster.prepare();
      EmbeddedPostgres engine = startEngine(settings, cluster, port);
      started = true;
      log.atInfo().addKeyValue("port", port).log("embedded PostgreSQL started");
      return new EmbeddedPostgreSql(engine, cluster, lock);
    } finally {
      if (!started) {
        lock.close();
      }
    }
  }

  /// URL of the database `postgres`, without user and password.
  public String jdbcUrl() {
    return jdbcUrl(SUPERUSER);
  }

  /// URL of one database, without user and password; the database need not exist.
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://" + LoopbackPorts.ADDRESS + ":" + port() + "/" + database;
  }

  public int port() {
    return engine.getPort();
  }

  /// Name of the superuser, who is not subject to row-level security: services get roles of their
  /// own.
  public String user() {
    return SUPERUSER;
  }

  /// The superuser's password; a secret.
  public String password() {
    return cluster.password();
  }

  /// Creates a database unless it exists, and returns its URL. Safe to call from several processes.
  ///
  /// @param database lower-case letters, digits and `_`, at most 63
  /// @throws IllegalArgumentException if the name is anything else
  public String createDatabase(String database) throws SQLException {
    if (!DATABASE.matcher(database).matches()) {
      throw new IllegalArgumentException("database " + database + " must match " + DATABASE);
    }
    DataSource administration = engine.getPostgresDatabase();
    try (Connection connection = administration.getConnection()) {
      if (!exists(connection, database)) {
        create(connection, database);
      }
    }
    return jdbcUrl(database);
  }

  /// Stops the server, ending the connections it still has, and frees the directory. Idempotent.
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      engine.close();
      // The call above waits 5 s and then only complains.
      Postmaster.stopIfRunning(cluster.directory());
    } catch (IOException e) {
      throw new EmbeddedStartException(Reason.DID_NOT_START, "PostgreSQL did not stop", e);
    } finally {
      lock.close();
    }
    log.atInfo().log("embedded PostgreSQL stopped");
  }

  private static EmbeddedPostgres startEngine(
      PostgresSettings settings, PostgresCluster cluster, int port) {
    try {
      return PostgresBinaries.start(unpacked -> builder(settings, cluster, port, unpacked).start());
    } catch (EmbeddedStartException e) {
      throw e;
    } catch (IOException | RuntimeException | ExceptionInInitializerError e) {
      Postmaster.stopIfRunning(cluster.directory());
      if (!LoopbackPorts.isFree(port)) {
        throw LoopbackPorts.taken(port);
      }
      throw new EmbeddedStartException(
          Reason.DID_NOT_START,
          "PostgreSQL did not start; its log is in " + cluster.directory().resolve("log"),
          e);
    }
  }

  private static EmbeddedPostgres.Builder builder(
      PostgresSettings settings, PostgresCluster cluster, int port, Path unpacked) {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(unpacked.toFile())
            .setDataDirectory(cluster.directory())
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPort(port)
            .setPGStartupWait(START_LIMIT)
            .setConnectConfig("password", cluster.password())
            .setDataDirectoryCustomizer(directory -> cluster.markInitialised());
    initialisation(cluster).forEach(builder::setLocaleConfig);
    PostgresParameters.of(settings).forEach(builder::setServerConfig);
    return builder;
  }

  /// Long options of `initdb`. A later `auth` replaces zonky's own `-A trust`, and a locale built
  /// into PostgreSQL makes the cluster the same on every machine.
  private static Map<String, String> initialisation(PostgresCluster cluster) {
    return Map.of(
        "auth", "scram-sha-256",
        "pwfile", cluster.passwordFile().toString(),
        "locale", "C",
        "locale-provider", "builtin",
        "builtin-locale", "C.UTF-8");
  }

  private static void requireSupported() {
    if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
      throw new EmbeddedStartException(
          Reason.NOT_SUPPORTED,
          "the embedded PostgreSQL runs on Linux only; start one of your own");
    }
    if (PostgresBinaries.isRoot() && !LinuxUtils.isUnshareAvailable()) {
      throw new EmbeddedStartException(
          Reason.NOT_SUPPORTED,
          "PostgreSQL refuses to run as root and this system refuses user namespaces (unshare -U);"
              + " run as an ordinary user");
    }
  }

  private static boolean exists(Connection connection, String database) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select 1 from pg_database where datname = ?")) {
      query.setString(1, database);
      try (ResultSet row = query.executeQuery()) {
        return row.next();
      }
    }
  }

  private static void create(Connection connection, String database) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("create database " + database);
    } catch (SQLException e) {
      if (!ALREADY_THERE.contains(e.getSQLState())) {
        throw e;
      }
    }
  }
}
