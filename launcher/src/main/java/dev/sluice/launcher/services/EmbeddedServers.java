package dev.sluice.launcher.services;

import dev.sluice.embedded.EmbeddedKafka;
import dev.sluice.embedded.EmbeddedPostgreSql;
import dev.sluice.embedded.EmbeddedStartException;
import dev.sluice.embedded.KafkaSettings;
import dev.sluice.embedded.PostgresSettings;
import dev.sluice.launcher.CannotStart;
import dev.sluice.launcher.lifecycle.Lifecycle;
import dev.sluice.launcher.lifecycle.Lifecycle.Starting;
import dev.sluice.launcher.settings.DatabaseSettings;
import dev.sluice.launcher.settings.KafkaConnection;
import java.time.Duration;

/// Kafka and PostgreSQL inside this process, starting side by side: the services can use the first
/// while the second is still coming up.
public final class EmbeddedServers {

  /// Writing its log takes a broker less than a second; ten of them on a disk that is busy.
  private static final Duration KAFKA_STOP = Duration.ofSeconds(10);

  /// The server's own limit for a fast shutdown, 5 s, waited for twice.
  private static final Duration POSTGRES_STOP = Duration.ofSeconds(10);

  private static final String DATABASE = "sluice";

  private final Starting<EmbeddedKafka> kafka;
  private final Starting<EmbeddedPostgreSql> postgres;
  private final Progress progress;

  private EmbeddedServers(
      Starting<EmbeddedKafka> kafka, Starting<EmbeddedPostgreSql> postgres, Progress progress) {
    this.kafka = kafka;
    this.postgres = postgres;
    this.progress = progress;
  }

  /// Begins to start both.
  public static EmbeddedServers begin(
      Lifecycle lifecycle, KafkaSettings kafka, PostgresSettings postgres, Progress progress) {
    return new EmbeddedServers(
        lifecycle.begin("kafka", KAFKA_STOP, () -> EmbeddedKafka.start(kafka)),
        lifecycle.begin("postgresql", POSTGRES_STOP, () -> EmbeddedPostgreSql.start(postgres)),
        progress);
  }

  /// Waits for the broker.
  ///
  /// @throws CannotStart saying what has to change before it can start
  public KafkaConnection awaitKafka() throws Exception {
    try {
      KafkaConnection connection = KafkaConnection.to(kafka.await().bootstrapServers());
      progress.ready("kafka");
      return connection;
    } catch (EmbeddedStartException e) {
      throw explained(e);
    }
  }

  /// Waits for the database server, and creates the database of the inbox when it is new.
  ///
  /// @throws CannotStart saying what has to change before it can start
  public DatabaseSettings awaitDatabase() throws Exception {
    try {
      EmbeddedPostgreSql server = postgres.await();
      String url = server.createDatabase(DATABASE);
      progress.ready("postgresql");
      return new DatabaseSettings(url, server.user(), server.password());
    } catch (EmbeddedStartException e) {
      throw explained(e);
    }
  }

  private static CannotStart explained(EmbeddedStartException e) {
    String advice =
        switch (e.reason()) {
          case DIRECTORY_IN_USE -> "; stop that one first, or choose another with --data";
          case DIRECTORY_NOT_USABLE -> "; choose another with --data";
          case PORT_TAKEN, NOT_SUPPORTED, DID_NOT_START -> "";
        };
    return new CannotStart(e.getMessage() + advice, e);
  }
}
