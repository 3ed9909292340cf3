package dev.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.entry;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {

  private static final TenantId LONGEST = new TenantId("a".repeat(63));

  static List<TopicFamily<?, ?>> families() {
    return Topics.PER_TENANT;
  }

  @Test
  void shouldListEveryDeclaredTopic() {
    // Given
    Set<Object> listed =
        Stream.concat(Topics.SHARED.stream(), Topics.PER_TENANT.stream())
            .collect(Collectors.toSet());
    // When
    List<Object> declared =
        Arrays.stream(Topics.class.getFields())
            .filter(field -> Modifier.isStatic(field.getModifiers()))
            .filter(field -> field.getType() == Topic.class || field.getType() == TopicFamily.class)
            .map(TopicsTest::valueOf)
            .toList();
    // Then
    assertThat(declared).containsExactlyInAnyOrderElementsOf(listed);
  }

  @Test
  void shouldHaveLegalAndDistinctNames() {
    // Given
    Stream<String> shared = Topics.SHARED.stream().map(Topic::name);
    Stream<String> owned = Topics.PER_TENANT.stream().map(family -> family.of(LONGEST).name());
    // When
    List<String> names = Stream.concat(shared, owned).toList();
    // Then
    assertThat(names)
        .doesNotHaveDuplicates()
        .allSatisfy(
            name ->
                assertThatCode(() -> org.apache.kafka.common.internals.Topic.validate(name))
                    .doesNotThrowAnyException());
    // Kafka takes '.' and '_' for the same in the names of metrics.
    assertThat(names).noneMatch(name -> name.contains("_"));
  }

  @ParameterizedTest
  @MethodSource("families")
  void shouldMatchExactlyTheTopicsOfTheFamily(TopicFamily<?, ?> family) {
    // Given
    Pattern pattern = Pattern.compile(family.regex());
    List<String> own =
        Stream.of(new TenantId("acme"), new TenantId("0-x"), new TenantId("quarantine"), LONGEST)
            .map(tenant -> family.of(tenant).name())
            .toList();
    List<String> others =
        Stream.concat(
                Topics.SHARED.stream().map(Topic::name),
                Topics.PER_TENANT.stream()
                    .filter(other -> !other.prefix().equals(family.prefix()))
                    .map(other -> other.of(new TenantId("acme")).name()))
            .toList();
    // When
    List<String> matched =
        Stream.concat(own.stream(), others.stream())
            .filter(name -> pattern.matcher(name).matches())
            .toList();
    // Then
    assertThat(matched).isEqualTo(own);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inbox",
        "inbox.",
        "inboxXacme",
        "inbox.Acme",
        "inbox.-acme",
        "inbox.acme.more",
        "xinbox.acme",
        "inbox.acme_x"
      })
  void shouldNotMatchNeighboursOfTheInboxFamily(String name) {
    // Given
    Pattern pattern = Pattern.compile(Topics.INBOX_OF.regex());
    // When
    boolean matches = pattern.matcher(name).matches();
    // Then
    assertThat(matches).isFalse();
    assertThat(Topics.INBOX_OF.tenantOf(name)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("families")
  void shouldTellTheTenantOfATopic(TopicFamily<?, ?> family) {
    // Given
    TenantId tenant = new TenantId("acme-2");
    // When
    String name = family.of(tenant).name();
    // Then
    assertThat(family.tenantOf(name)).contains(tenant);
    assertThat(name).isEqualTo(family.prefix() + ".acme-2");
    assertThat(family.tenantOf(family.prefix() + ".unknown")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("families")
  void shouldGiveEachTenantsTopicOneOwner(TopicFamily<?, ?> family) {
    // Given
    TenantId tenant = new TenantId("acme");
    // When
    Topic<?, ?> topic = family.of(tenant);
    // Then
    assertThat(topic.partitions()).isEqualTo(1);
    assertThat(topic.retention()).isEqualTo(family.retention());
    assertThat(topic.values()).isSameAs(family.values());
  }

  @Test
  void shouldTurnRetentionIntoKafkasSettings() {
    // Given
    Retention week = Retention.days(8);
    // When
    Retention latest = new Retention.LatestPerKey();
    // Then
    assertThat(week.settings())
        .containsOnly(
            entry("cleanup.policy", "delete"),
            entry("retention.ms", "691200000"),
            entry("max.message.bytes", "4259840"));
    assertThat(latest.settings())
        .containsOnly(entry("cleanup.policy", "compact"), entry("max.message.bytes", "4259840"));
  }

  @Test
  void shouldKeepAWebhookOfFourMebibytes() {
    // Given
    int webhook = 4 * 1024 * 1024;
    // When
    int room = Retention.MESSAGE_BYTES_MAX - webhook;
    // Then: 64 KiB for key, headers and framing
    assertThat(room).isEqualTo(64 * 1024);
  }

  private static Object valueOf(Field field) {
    try {
      return field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
