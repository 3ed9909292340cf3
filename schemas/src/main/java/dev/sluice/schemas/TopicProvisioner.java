package dev.sluice.schemas;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/// Creates declared topics on a cluster. A topic that exists is left exactly as it is.
public final class TopicProvisioner {

  /// A cluster that cannot create a topic in this time is not usable: ten times the slowest
  /// creation seen.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Admin admin;

  public TopicProvisioner(Admin admin) {
    this.admin = admin;
  }

  /// Creates the topics all tenants share. Replication is the broker's default.
  ///
  /// @throws TopicProvisioningException when the cluster refuses or does not answer within 30 s
  public void createShared() {
    create(Topics.SHARED);
  }

  /// Creates one tenant's own topics.
  ///
  /// @throws TopicProvisioningException when the cluster refuses or does not answer within 30 s
  public void createFor(TenantId tenant) {
    create(Topics.PER_TENANT.stream().<Topic<?, ?>>map(family -> family.of(tenant)).toList());
  }

  private void create(Collection<? extends Topic<?, ?>> topics) {
    Map<String, KafkaFuture<Void>> creations =
        admin.createTopics(topics.stream().map(TopicProvisioner::describe).toList()).values();
    creations.forEach(TopicProvisioner::await);
  }

  private static NewTopic describe(Topic<?, ?> topic) {
    return new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty())
        .configs(topic.retention().settings());
  }

  private static void await(String topic, KafkaFuture<Void> creation) {
    try {
      creation.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new TopicProvisioningException(topic, e.getCause());
      }
    } catch (TimeoutException e) {
      throw new TopicProvisioningException(topic, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TopicProvisioningException(topic, e);
    }
  }
}
