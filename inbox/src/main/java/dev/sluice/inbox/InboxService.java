package dev.sluice.inbox;

import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.Secrets;
import dev.sluice.tenants.Tenants;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;

/// The inbox of one process: its database, the consumer that fills it, and the live feed.
///
/// The HTTP side consists of the controllers of this package; they exist in every Micronaut context
/// in which an instance of this class is registered as a singleton before it starts. They need no
/// property of their own. Thread-safe.
public final class InboxService implements AutoCloseable {

  private final Tenants tenants;
  private final Database database;
  private final InboxReader reader;
  private final Access access;
  private final LiveFeed feed;
  private final InboxListener listener;
  private final DeadLetters deadLetters;
  private final InboxConsumer consumer;

  private InboxService(
      InboxSettings settings,
      Map<String, Object> connection,
      Tenants tenants,
      Secrets secrets,
      MeterRegistry meters,
      Database database) {
    Clock clock = Clock.systemUTC();
    InboxMetrics metrics = new InboxMetrics(meters);
    this.tenants = tenants;
    this.database = database;
    this.reader = new InboxReader(database.tx());
    this.access = new Access(new ApiTokens(tenants, secrets, System::nanoTime));
    this.feed = new LiveFeed(reader, access, settings.streamsPerTenant());
    this.listener = new InboxListener(database, feed);
    this.deadLetters = new DeadLetters(connection);
    InboxStore store = new InboxStore(database.tx(), clock);
    BatchWriter writer = new BatchWriter(store, deadLetters, metrics, clock);
    this.consumer = new InboxConsumer(settings, connection, writer);
    metrics.streams(feed);
  }

  /// Waits for the database, brings its schema up to date, and starts to follow the topics. Topics
  /// that do not exist yet are read once they do.
  ///
  /// @param connection Kafka client settings, `bootstrap.servers` among them
  /// @param tenants whose API tokens open their inboxes; messages of tenants not in it are stored
  ///   too
  /// @throws InboxUnavailable when the database does not answer within the settings' patience,
  ///   refuses the user, is older than PostgreSQL 17, or would not be bound by row-level security
  public static InboxService open(
      InboxSettings settings,
      Map<String, Object> connection,
      Tenants tenants,
      Secrets secrets,
      MeterRegistry meters) {
    Database database = Database.open(settings, meters);
    boolean opened = false;
    try {
      InboxService service =
          new InboxService(settings, connection, tenants, secrets, meters, database);
      service.listener.start();
      service.consumer.start();
      opened = true;
      return service;
    } finally {
      if (!opened) {
        database.close();
      }
    }
  }

  /// Whether messages get through: the consumer is a member of its group, and the database answers.
  public boolean ready() {
    return consumer.ready() && listener.listening();
  }

  /// Ends the live streams, then the consumer after the batch under way, then the connections.
  /// Records not committed by then come again.
  @Override
  public void close() {
    feed.close();
    consumer.close();
    listener.close();
    deadLetters.close();
    database.close();
  }

  InboxReader reader() {
    return reader;
  }

  Access access() {
    return access;
  }

  LiveFeed feed() {
    return feed;
  }

  String nameOf(TenantId tenant) {
    return tenants.find(tenant).map(Tenant::name).orElse(tenant.value());
  }
}
