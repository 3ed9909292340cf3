package dev.sluice.tenants;

import dev.sluice.schemas.Retention;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.TopicProvisioner;
import dev.sluice.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// Writes tenants to the topic `tenants`, and lists what is there. Not thread-safe: one operator at
/// a time.
public final class TenantRegistry implements AutoCloseable {

  /// How long a record may take until every replica has it: the patience of creating a topic.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// Everything is flushed before, so closing has nothing to wait for.
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final Map<String, Object> connection;
  private final Admin admin;
  private final Producer<String, Tenant> producer;

  private TenantRegistry(
      Map<String, Object> connection, Admin admin, Producer<String, Tenant> producer) {
    this.connection = connection;
    this.admin = admin;
    this.producer = producer;
  }

  /// @param connection Kafka client settings, `bootstrap.servers` among them
  public static TenantRegistry open(Map<String, Object> connection) {
    Map<String, Object> settings = new HashMap<>(connection);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Retention.MESSAGE_BYTES_MAX);
    return new TenantRegistry(
        Map.copyOf(connection),
        Admin.create(connection),
        new KafkaProducer<>(
            settings, Topics.TENANTS.keys().serializer(), Topics.TENANTS.values().serializer()));
  }

  /// Creates the topics of each tenant, then writes the tenants, all known to the cluster when this
  /// returns. A tenant that exists is replaced; applying twice changes nothing.
  ///
  /// Conflicts are found before anything is created. A cluster that fails half-way leaves the
  /// tenants it had taken by then; applying again completes the rest.
  ///
  /// @throws TenantConflict when an id is given twice, or an asset is claimed by two tenants
  /// @throws TenantsUnavailable naming the tenants that were not written
  /// @throws dev.sluice.schemas.TopicProvisioningException when a topic cannot be created
  public void apply(List<Tenant> tenants) {
    TopicProvisioner provisioner = new TopicProvisioner(admin);
    TenantConflict.check(tenants, List.of());
    provisioner.createShared();
    TenantConflict.check(tenants, list());
    tenants.forEach(tenant -> provisioner.createFor(tenant.id()));
    write(tenants);
  }

  /// Every tenant, ordered by id.
  ///
  /// @throws TenantsUnavailable when the topic does not exist or cannot be read within 30 s
  public List<Tenant> list() {
    try (CompactedLog log = new CompactedLog(Topics.TENANTS, connection)) {
      TenantView view = new TenantView();
      view.take(TenantLog.readToEnd(log));
      return view.all();
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE);
    admin.close(CLOSE);
  }

  private void write(List<Tenant> tenants) {
    List<Future<RecordMetadata>> appends = new ArrayList<>();
    for (Tenant tenant : tenants) {
      appends.add(
          producer.send(new ProducerRecord<>(Topics.TENANTS.name(), tenant.id().value(), tenant)));
    }
    producer.flush();
    check(tenants, appends);
  }

  private static void check(List<Tenant> tenants, List<Future<RecordMetadata>> appends) {
    List<TenantId> missing = new ArrayList<>();
    @Nullable Throwable cause = null;
    for (int i = 0; i < tenants.size(); i++) {
      try {
        appends.get(i).get();
      } catch (ExecutionException e) {
        missing.add(tenants.get(i).id());
        cause = e.getCause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        missing.add(tenants.get(i).id());
        cause = e;
      }
    }
    if (!missing.isEmpty()) {
      throw new TenantsUnavailable("tenants %s were not written".formatted(missing), cause);
    }
  }
}
