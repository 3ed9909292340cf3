package dev.sluice.tenants;

import static dev.sluice.tenants.SomeTenants.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topics;
import dev.sluice.testsupport.TestBroker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The registry and the directory, on a broker. Ids differ from test to test, for they share the
/// topic.
class TenantDirectoryIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  /// A poll hands out at most 500 records.
  private static final int MORE_THAN_ONE_POLL = 700;

  @BeforeEach
  void createTopics() {
    TestBroker.createSharedTopics();
  }

  @Test
  void shouldKnowEveryTenantAppliedBeforeItWasOpened() {
    // Given
    List<Tenant> tenants =
        IntStream.range(0, MORE_THAN_ONE_POLL)
            .mapToObj(i -> tenant("many-" + i, "Tenant " + i))
            .toList();
    tenants.forEach(tenant -> TestBroker.produce(Topics.TENANTS, tenant.id().value(), tenant));

    // When
    try (TenantDirectory directory = TenantDirectory.follow(TestBroker.connection())) {

      // Then
      assertThat(directory.all()).containsAll(tenants);
    }
  }

  @Test
  void shouldFollowChangesAndAnnounceThem() throws InterruptedException {
    // Given
    Tenant before = tenant("changing", "Before");
    Tenant after = tenant("changing", "After");
    apply(List.of(before));
    BlockingQueue<Tenant> announced = new LinkedBlockingQueue<>();
    try (TenantDirectory directory = TenantDirectory.follow(TestBroker.connection())) {
      directory.onChange(
          ignored -> {
            throw new IllegalStateException("a listener that fails");
          });
      directory.onChange(announced::add);

      // When
      apply(List.of(before));
      apply(List.of(after));

      // Then
      assertThat(announced.poll(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(after);
      assertThat(directory.find(after.id())).contains(after);
    }
  }

  @Test
  void shouldRemoveATenantOnItsTombstone() {
    // Given
    Tenant leaving = tenant("leaving", "Leaving");
    apply(List.of(leaving));
    try (TenantDirectory directory = TenantDirectory.follow(TestBroker.connection())) {
      assertThat(directory.find(leaving.id())).contains(leaving);

      // When
      TestBroker.produce(Topics.TENANTS, "leaving", null);

      // Then
      await().atMost(LIMIT).until(() -> directory.find(leaving.id()).isEmpty());
    }
  }

  @Test
  void shouldKeepWhatItKnewWhenARecordCannotBeRead() throws Exception {
    // Given
    Tenant steady = tenant("steady", "Steady");
    Tenant later = tenant("later", "Later");
    apply(List.of(steady));
    try (TenantDirectory directory = TenantDirectory.follow(TestBroker.connection())) {
      long before = directory.unreadable();

      // When
      produceText("steady", "{not json");
      produceText("steady", "{\"id\":\"somebody-else\"}");
      produceText("Not A Tenant", "{}");
      TestBroker.produce(Topics.TENANTS, "steady", later);
      apply(List.of(later));

      // Then
      await().atMost(LIMIT).until(() -> directory.unreadable() - before == 4);
      await().atMost(LIMIT).until(() -> directory.find(later.id()).isPresent());
      assertThat(directory.find(steady.id())).contains(steady);
    }
  }

  @Test
  void shouldCreateTheTopicsOfATenant() throws Exception {
    // Given
    Tenant newcomer = tenant("newcomer", "Newcomer");

    // When
    apply(List.of(newcomer));

    // Then
    try (Admin admin = Admin.create(TestBroker.connection())) {
      assertThat(admin.listTopics().names().get())
          .contains("inbox.newcomer", "campaign.newcomer", "replies.newcomer");
    }
  }

  @Test
  void shouldWriteNothingWhenAnAssetIsClaimedTwice() throws Exception {
    // Given
    apply(List.of(tenant("owner", "Owner", "4711")));
    List<Tenant> tenants =
        List.of(tenant("innocent", "Innocent"), tenant("thief", "Thief", "4711"));

    // When // Then
    assertThatThrownBy(() -> apply(tenants))
        .isInstanceOf(TenantConflict.class)
        .hasMessage("asset 'whatsapp 4711' of tenant 'thief' is already claimed by tenant 'owner'");
    assertThat(list()).extracting(Tenant::id).doesNotContain(new TenantId("innocent"));
    try (Admin admin = Admin.create(TestBroker.connection())) {
      assertThat(admin.listTopics().names().get()).doesNotContain("inbox.innocent", "inbox.thief");
    }
  }

  @Test
  void shouldListAppliedTenantsInOrderOfIds() {
    // Given
    Tenant second = tenant("listed-b", "B");
    Tenant first = tenant("listed-a", "A");
    apply(List.of(second, first));

    // When
    List<Tenant> listed = list();

    // Then
    assertThat(listed).containsSubsequence(first, second);
  }

  @Test
  void shouldStopFollowingWhenClosed() {
    // Given
    TenantDirectory directory = TenantDirectory.follow(TestBroker.connection());

    // When
    directory.close();

    // Then
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("follow-tenants"));
  }

  private static void apply(List<Tenant> tenants) {
    try (TenantRegistry registry = TenantRegistry.open(TestBroker.connection())) {
      registry.apply(tenants);
    }
  }

  private static List<Tenant> list() {
    try (TenantRegistry registry = TenantRegistry.open(TestBroker.connection())) {
      return registry.list();
    }
  }

  private static void produceText(String key, String value) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            TestBroker.connection(), new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(Topics.TENANTS.name(), key, value)).get();
    }
  }
}
