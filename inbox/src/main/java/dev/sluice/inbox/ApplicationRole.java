package dev.sluice.inbox;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The role the application works as once the schema is there: it may read and write rows, delete
/// none, and cannot step around row-level security.
///
/// Where the user may create roles it is created; elsewhere an administrator may have created it
/// and granted it. Without it the user works itself: forced row-level security binds an owner too,
/// but not a superuser, who is refused.
final class ApplicationRole {

  static final String NAME = "sluice_inbox";

  private static final Logger log = LoggerFactory.getLogger(ApplicationRole.class);

  /// duplicate_object and unique_violation: another database of this server was opened at the same
  /// moment, and roles belong to the server. insufficient_privilege and undefined_object: it takes
  /// an administrator.
  private static final Set<String> LEFT_TO_OTHERS = Set.of("42710", "23505", "42501", "42704");

  /// Two processes that grant the same privilege at the same moment would hinder each other.
  private static final String ONE_AT_A_TIME =
      "select pg_advisory_xact_lock(hashtext('sluice_inbox'))";

  private ApplicationRole() {}

  /// Creates the role where needed and possible, grants it what it needs, and says whether it can
  /// be used.
  ///
  /// @param owner in auto-commit mode
  /// @throws InboxUnavailable when the user would not be bound by row-level security
  static Optional<String> prepare(InboxSettings settings, Connection owner) throws SQLException {
    if (!isTrue(owner, "select exists (select from pg_roles where rolname = '" + NAME + "')")) {
      attempt(owner, "create role " + NAME + " nologin nosuperuser nobypassrls");
    }
    if (!isUsable(owner)) {
      attempt(owner, "grant " + NAME + " to current_user");
    }
    if (isUsable(owner)) {
      requireBound(settings, owner, "'" + NAME + "'");
      grant(owner);
      return Optional.of(NAME);
    }
    requireBound(settings, owner, "current_user");
    log.atInfo()
        .addKeyValue("reason", "it cannot be created or is not granted")
        .log("working without the role {}", NAME);
    return Optional.empty();
  }

  private static boolean isUsable(Connection owner) throws SQLException {
    return isTrue(
        owner,
        "select exists (select from pg_roles where rolname = '%s' and pg_has_role(oid, 'SET'))"
            .formatted(NAME));
  }

  private static void requireBound(InboxSettings settings, Connection owner, String role)
      throws SQLException {
    if (isTrue(owner, "select rolsuper or rolbypassrls from pg_roles where rolname = " + role)) {
      throw new InboxUnavailable(
          settings, "would be used by a role that bypasses row-level security: " + role, null);
    }
  }

  private static void grant(Connection owner) throws SQLException {
    owner.setAutoCommit(false);
    try (Statement statement = owner.createStatement()) {
      statement.execute(ONE_AT_A_TIME);
      statement.execute("grant usage on schema %s to %s".formatted(Database.SCHEMA, NAME));
      statement.execute(
          "grant select, insert, update on all tables in schema %s to %s"
              .formatted(Database.SCHEMA, NAME));
      statement.execute(
          "revoke all on %s.flyway_schema_history from %s".formatted(Database.SCHEMA, NAME));
      owner.commit();
    } finally {
      owner.setAutoCommit(true);
    }
  }

  private static void attempt(Connection owner, String sql) throws SQLException {
    try (Statement statement = owner.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      if (!LEFT_TO_OTHERS.contains(e.getSQLState())) {
        throw e;
      }
    }
  }

  private static boolean isTrue(Connection owner, String sql) throws SQLException {
    try (Statement statement = owner.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() && row.getBoolean(1);
    }
  }
}
