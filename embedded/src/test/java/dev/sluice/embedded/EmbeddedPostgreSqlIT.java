package dev.sluice.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.embedded.EmbeddedStartException.Reason;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedPostgreSqlIT {

  private final Path directory;

  EmbeddedPostgreSqlIT(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void shouldKeepRowsAndPasswordAcrossRestart() throws Exception {
    // Given
    String password;
    try (EmbeddedPostgreSql postgres = EmbeddedPostgreSql.start(PostgresSettings.in(directory))) {
      password = postgres.password();
      execute(postgres, "create table kept (word text)");
      execute(postgres, "insert into kept values ('one')");
    }

    // When
    try (EmbeddedPostgreSql postgres = EmbeddedPostgreSql.start(PostgresSettings.in(directory))) {

      // Then
      assertThat(query(postgres, "select word from kept")).containsExactly("one");
      assertThat(postgres.password()).isEqualTo(password);
    }
  }

  @Test
  void shouldBeDurableUnlessToldOtherwise() throws Exception {
    // Given
    PostgresSettings settings = PostgresSettings.in(directory);
    String promises =
        "select setting from pg_settings"
            + " where name in ('fsync', 'synchronous_commit', 'full_page_writes')";

    // When
    try (EmbeddedPostgreSql postgres = EmbeddedPostgreSql.start(settings)) {

      // Then
      assertThat(query(postgres, "show fsync")).containsExactly("on");
      assertThat(query(postgres, promises)).containsExactly("on", "on", "on");
    }
    try (EmbeddedPostgreSql postgres = EmbeddedPostgreSql.start(settings.withDurable(false))) {
      assertThat(query(postgres, promises)).containsExactly("off", "off", "off");
    }
  }

  @Test
  void shouldAdmitNobodyWithoutThePassword() throws Exception {
    // Given
    try (EmbeddedPostgreSql postgres = EmbeddedPostgreSql.start(PostgresSettings.in(directory))) {

      // When
      assertThatThrownBy(
              () -> DriverManager.getConnection(postgres.jdbcUrl(), "postgres", "").close())

          // Then
          .isInstanceOf(SQLException.class);
      assertThat(query(postgres, "select distinct auth_method from pg_hba_file_rules"))
          .containsExactly("scram-sha-256");
      assertThat(query(postgres, "show listen_addresses")).containsExactly("127.0.0.1");
      assertThat(Files.getPosixFilePermissions(directory.resolve("superuser.password")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void shouldStopLeftBehindServerAndKeepCommittedRowsWhenProcessIsKilled() throws Exception {
    // Given
    try (ChildProcess child = ChildProcess.start(PostgresChild.class, directory)) {
      child.kill();
    }
    Path pidFile = directory.resolve("cluster/postmaster.pid");
    ProcessHandle leftBehind = postmaster(pidFile);
    assertThat(leftBehind.info().commandLine().orElseThrow()).contains(directory.toString());

    // When
    try (EmbeddedPostgreSql postgres = EmbeddedPostgreSql.start(PostgresSettings.in(directory))) {

      // Then
      assertThat(query(postgres, "select word from kept")).containsExactly("committed");
      assertThat(postmaster(pidFile).pid()).isNotEqualTo(leftBehind.pid());
      assertThat(leftBehind.info().commandLine()).isEmpty();
    }
  }

  @Test
  void shouldIgnoreStalePidFileThatNamesAnotherProgram() throws Exception {
    // Given
    EmbeddedPostgreSql.start(PostgresSettings.in(directory)).close();
    // Not this process: PostgreSQL by itself ignores a file that names one of its ancestors.
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(directory.resolve("cluster/postmaster.pid"), other.pid() + "\n");

      // When
      try (EmbeddedPostgreSql postgres = EmbeddedPostgreSql.start(PostgresSettings.in(directory))) {

        // Then
        assertThat(query(postgres, "select 1")).containsExactly("1");
        assertThat(other.isAlive()).isTrue();
      }
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void shouldNameTheOtherProcessWhenDirectoryIsInUse() throws Exception {
    // Given
    try (ChildProcess child = ChildProcess.start(PostgresChild.class, directory)) {

      // When
      assertThatThrownBy(() -> EmbeddedPostgreSql.start(PostgresSettings.in(directory)).close())

          // Then
          .isInstanceOfSatisfying(
              EmbeddedStartException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.DIRECTORY_IN_USE))
          .hasMessage("data directory %s is in use by process %d", directory, child.pid());
    } finally {
      Postmaster.stopIfRunning(directory.toRealPath().resolve("cluster"));
    }
  }

  @Test
  void shouldSayThatPortIsTaken() throws Exception {
    // Given
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      PostgresSettings settings = PostgresSettings.in(directory).withPort(other.getLocalPort());

      // When
      assertThatThrownBy(() -> EmbeddedPostgreSql.start(settings).close())

          // Then
          .isInstanceOfSatisfying(
              EmbeddedStartException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.PORT_TAKEN));
    }
  }

  @Test
  void shouldSayThatDirectoryIsNotUsable() throws Exception {
    // Given
    Path file = Files.writeString(directory.resolve("file"), "not a directory");

    // When
    assertThatThrownBy(
            () -> EmbeddedPostgreSql.start(PostgresSettings.in(file.resolve("pg"))).close())

        // Then
        .isInstanceOfSatisfying(
            EmbeddedStartException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.DIRECTORY_NOT_USABLE));
  }

  @Test
  void shouldRefuseClusterOfAnotherVersionOrWithoutPassword() throws Exception {
    // Given
    Path cluster = Files.createDirectory(directory.resolve("cluster"));
    Files.createFile(cluster.resolve("sluice.initialised"));
    Files.writeString(cluster.resolve("PG_VERSION"), "17\n");

    // When
    assertThatThrownBy(() -> EmbeddedPostgreSql.start(PostgresSettings.in(directory)).close())

        // Then
        .hasMessageContaining("written by PostgreSQL 17, this is 18");
    Files.writeString(cluster.resolve("PG_VERSION"), "18\n");
    assertThatThrownBy(() -> EmbeddedPostgreSql.start(PostgresSettings.in(directory)).close())
        .hasMessageContaining("superuser.password is missing");
  }

  @Test
  void shouldPutInterruptedInitialisationAsideAndBeginAgain() throws Exception {
    // Given
    Path cluster = Files.createDirectory(directory.resolve("cluster"));
    Files.writeString(cluster.resolve("postgresql.conf"), "half of it");

    // When
    try (EmbeddedPostgreSql postgres = EmbeddedPostgreSql.start(PostgresSettings.in(directory))) {

      // Then
      assertThat(query(postgres, "select 1")).containsExactly("1");
      try (Stream<Path> beside = Files.list(directory)) {
        assertThat(beside.map(path -> path.getFileName().toString()))
            .anyMatch(name -> name.startsWith("cluster.incomplete-"));
      }
    }
  }

  @Test
  void shouldStartSeveralAtOnceAndCreateDatabaseOnce() throws Exception {
    // Given
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<EmbeddedPostgreSql>> starting = new ArrayList<>();

      // When
      for (String name : List.of("a", "b")) {
        PostgresSettings settings = PostgresSettings.in(directory.resolve(name)).withDurable(false);
        starting.add(threads.submit(() -> EmbeddedPostgreSql.start(settings)));
      }

      // Then
      for (Future<EmbeddedPostgreSql> one : starting) {
        EmbeddedPostgreSql postgres = one.get();
        Future<String> first = threads.submit(() -> postgres.createDatabase("inbox"));
        Future<String> second = threads.submit(() -> postgres.createDatabase("inbox"));
        assertThat(first.get()).isEqualTo(second.get()).endsWith("/inbox");
        assertThat(query(postgres, "select datname from pg_database where datname = 'inbox'"))
            .hasSize(1);
        postgres.close();
        postgres.close();
      }
    }
  }

  private static ProcessHandle postmaster(Path pidFile) throws Exception {
    return ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).getFirst().strip()))
        .orElseThrow();
  }

  private static void execute(EmbeddedPostgreSql postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> query(EmbeddedPostgreSql postgres, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  private static Connection connect(EmbeddedPostgreSql postgres) throws SQLException {
    return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
  }
}
