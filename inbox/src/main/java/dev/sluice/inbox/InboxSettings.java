package dev.sluice.inbox;

import dev.sluice.schemas.InvalidSetting;
import java.time.Duration;

/// Where the inbox keeps its rows and how much it takes on at once.
///
/// @param jdbcUrl of a PostgreSQL 17 or newer, beginning with `jdbc:postgresql:`
/// @param user owner of the database: may create a schema in it. Where it may also create a role,
///   or the role `sluice_inbox` is granted to it, everything but migrations runs as that role
/// @param password of the user; empty where the server asks for none
/// @param group the consumer group; processes of one group share the partitions
/// @param connections held to the database for reading and writing, 2 to 200; one more listens
/// @param batch records written in one go at most, 1 to 10,000
/// @param databasePatience how long [InboxService#open] waits for the database to answer, 1 s to 1
///   h
/// @param streamsPerTenant live streams one tenant may hold open on one process, 1 to 10,000
public record InboxSettings(
    String jdbcUrl,
    String user,
    String password,
    String group,
    int connections,
    int batch,
    Duration databasePatience,
    int streamsPerTenant) {

  static final String GROUP = "sluice-inbox";

  /// One for the writer; a page takes a millisecond, so nine serve thousands of pages a second.
  static final int CONNECTIONS = 10;

  /// 500 messages are written in some 30 ms, so nobody behind them waits longer than that.
  static final int BATCH = 500;

  /// Longer than a crash recovery of the embedded server, 30 s, and than a container's start.
  static final Duration DATABASE_PATIENCE = Duration.ofSeconds(60);

  /// A desk of 250 agents with two windows each.
  static final int STREAMS_PER_TENANT = 500;

  private static final String SCHEME = "jdbc:postgresql:";
  private static final Duration LEAST_PATIENCE = Duration.ofSeconds(1);
  private static final Duration MOST_PATIENCE = Duration.ofHours(1);

  /// @throws InvalidSetting naming key, value and constraint
  public InboxSettings {
    if (!jdbcUrl.startsWith(SCHEME)) {
      throw new InvalidSetting("jdbcUrl", "…", "must begin with " + SCHEME);
    }
    notBlank("user", user);
    notBlank("group", group);
    between("connections", connections, 2, 200);
    between("batch", batch, 1, 10_000);
    between("streamsPerTenant", streamsPerTenant, 1, 10_000);
    if (databasePatience.compareTo(LEAST_PATIENCE) < 0
        || databasePatience.compareTo(MOST_PATIENCE) > 0) {
      throw new InvalidSetting(
          "databasePatience", databasePatience, "must be between PT1S and PT1H");
    }
  }

  /// The defaults on a database.
  public static InboxSettings on(String jdbcUrl, String user, String password) {
    return new InboxSettings(
        jdbcUrl, user, password, GROUP, CONNECTIONS, BATCH, DATABASE_PATIENCE, STREAMS_PER_TENANT);
  }

  public InboxSettings withGroup(String value) {
    return new InboxSettings(
        jdbcUrl, user, password, value, connections, batch, databasePatience, streamsPerTenant);
  }

  public InboxSettings withDatabasePatience(Duration value) {
    return new InboxSettings(
        jdbcUrl, user, password, group, connections, batch, value, streamsPerTenant);
  }

  public InboxSettings withStreamsPerTenant(int value) {
    return new InboxSettings(
        jdbcUrl, user, password, group, connections, batch, databasePatience, value);
  }

  /// The address without its parameters, which may hold a password.
  String address() {
    int parameters = jdbcUrl.indexOf('?');
    return parameters < 0 ? jdbcUrl : jdbcUrl.substring(0, parameters);
  }

  @Override
  public String toString() {
    return "InboxSettings[%s as %s, group %s]".formatted(address(), user, group);
  }

  private static void notBlank(String key, String value) {
    if (value.isBlank()) {
      throw new InvalidSetting(key, value, "must not be blank");
    }
  }

  private static void between(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new InvalidSetting(key, value, "must be between %d and %d".formatted(least, most));
    }
  }
}
