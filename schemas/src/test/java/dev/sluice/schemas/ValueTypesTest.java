package dev.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.schemas.Priority.Band;
import dev.sluice.schemas.Priority.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The constraints of the small types, and that schema and type agree on them.
class ValueTypesTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "7", "acme", "acme-2", "0-0", "a-"})
  void shouldTakeLegalTenants(String name) {
    // Given name
    // When
    TenantId tenant = new TenantId(name);
    // Then
    assertThat(tenant).hasToString(name);
    assertThat(TenantId.isLegal(name)).isTrue();
    assertThat(isLegalInSchema("TenantId", name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-a",
        "Acme",
        "a.b",
        "a_b",
        "a b",
        "ä",
        "a/b",
        "unknown",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void shouldRefuseIllegalTenants(String name) {
    // Given name
    // When
    boolean legal = TenantId.isLegal(name);
    // Then
    assertThat(legal).isFalse();
    assertThatThrownBy(() -> new TenantId(name))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageStartingWith("tenant '" + name + "' ");
    assertThat(isLegalInSchema("TenantId", name)).isFalse();
  }

  @Test
  void shouldRefuseALineBreakAfterATenant() {
    // Given
    String name = "acme\n";
    // When
    boolean legal = TenantId.isLegal(name);
    // Then
    assertThat(legal).isFalse();
  }

  @Test
  void shouldOrderTenantsByName() {
    // Given
    List<TenantId> tenants = new ArrayList<>(List.of(new TenantId("b"), new TenantId("a")));
    // When
    tenants.sort(null);
    // Then
    assertThat(tenants).extracting(TenantId::value).containsExactly("a", "b");
  }

  @ParameterizedTest
  @CsvSource({
    "spring, true",
    "A.b_c-1, true",
    "'', false",
    ".a, false",
    "a b, false",
    "a/b, false"
  })
  void shouldTakeLegalCampaignsOnly(String name, boolean legal) {
    // Given
    Function<String, CampaignId> constructor = CampaignId::new;
    // When
    boolean accepted = accepts(constructor, name);
    // Then
    assertThat(accepted).isEqualTo(legal);
    assertThat(isLegalInSchema("CampaignId", name)).isEqualTo(legal);
    assertThat(accepts(constructor, "a".repeat(100))).isTrue();
    assertThat(accepts(constructor, "a".repeat(101))).isFalse();
  }

  @Test
  void shouldTellKindAndTargetOfASecret() {
    // Given
    SecretRef variable = new SecretRef("env:APP_SECRET");
    // When
    SecretRef file = new SecretRef("file:/run/secrets/app");
    // Then
    assertThat(variable.isEnvironment()).isTrue();
    assertThat(variable.target()).isEqualTo("APP_SECRET");
    assertThat(file.isEnvironment()).isFalse();
    assertThat(file.target()).isEqualTo("/run/secrets/app");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hunter2-the-secret", "env:", "file:", "ENV:hunter2", "", "vault:hunter2"})
  void shouldNotRepeatWhatMayBeASecret(String value) {
    // Given value
    // When / Then
    assertThatThrownBy(() -> new SecretRef(value))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage("secret '…' must be a reference: env:NAME or file:PATH")
        .hasNoCause();
    assertThat(isLegalInSchema("SecretRef", value)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "-40, 0, LOW",
    "0, 0, LOW",
    "24, 24, LOW",
    "25, 25, NORMAL",
    "49, 49, NORMAL",
    "50, 50, HIGH",
    "74, 74, HIGH",
    "75, 75, URGENT",
    "100, 100, URGENT",
    "140, 100, URGENT"
  })
  void shouldClampScoresAndNameTheirBand(int points, int score, Band band) {
    // Given
    List<Reason> reasons = List.of(new Reason("one", points - 7), new Reason("other", 7));
    // When
    Priority priority = Priority.of(reasons);
    // Then
    assertThat(priority).isEqualTo(new Priority(score, band, reasons, null));
  }

  @Test
  void shouldScoreNothingWithoutReasons() {
    // Given
    List<Reason> none = List.of();
    // When
    Priority priority = Priority.of(none);
    // Then
    assertThat(priority).isEqualTo(new Priority(0, Band.LOW, none, null));
  }

  @Test
  void shouldLeaveTheScoreAloneWhenItIsDue() {
    // Given
    Priority priority = Priority.of(List.of(new Reason("one", 80)));
    // When
    Priority due = priority.dueAt(Instant.EPOCH);
    // Then
    assertThat(due).isEqualTo(new Priority(80, Band.URGENT, priority.reasons(), Instant.EPOCH));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 1.01, Double.NaN, Double.POSITIVE_INFINITY})
  void shouldRefuseWhatIsNoProbability(double value) {
    // Given
    Provenance by = new Provenance("test-1", Provenance.Source.EMBEDDED);
    // When / Then
    assertThatThrownBy(() -> new Sentiment(Sentiment.Label.NEUTRAL, value, 0, by))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageStartingWith("confidence '");
    assertThatThrownBy(() -> new Sentiment(Sentiment.Label.NEUTRAL, 0, value, by))
        .hasMessageStartingWith("negative '");
    assertThatThrownBy(() -> new Category("other", value, by))
        .hasMessageStartingWith("confidence '");
  }

  @Test
  void shouldNotTakeUnknownForCalm() {
    // Given
    Sentiment sentiment = Sentiment.DEGRADED;
    // When
    Category category = Category.DEGRADED;
    // Then
    assertThat(sentiment.label()).isEqualTo(Sentiment.Label.UNKNOWN);
    assertThat(category.name()).isEqualTo("unknown");
    assertThat(category.by().source()).isEqualTo(Provenance.Source.DEGRADED);
  }

  @Test
  void shouldMarkAnItemDegradedWhenOneAnswerIsMissing() {
    // Given
    InboxItem whole =
        item(new Category("other", 1, by()), new Sentiment(Sentiment.Label.NEUTRAL, 1, 0, by()));
    // When
    Stream<InboxItem> partial =
        Stream.of(
            item(Category.DEGRADED, whole.sentiment()), item(whole.category(), Sentiment.DEGRADED));
    // Then
    assertThat(whole.degraded()).isFalse();
    assertThat(partial).allMatch(InboxItem::degraded);
  }

  @ParameterizedTest
  @EnumSource(Channel.class)
  void shouldFindAChannelByItsWireName(Channel channel) {
    // Given
    String name = channel.wireName();
    // When
    Channel found = Channel.fromWireName(name);
    // Then
    assertThat(found).isEqualTo(channel);
    assertThat(Shape.wireNames(Channel.class)).contains(name);
    assertThatThrownBy(() -> Channel.fromWireName(channel.name()))
        .hasMessage(
            "channel '%s' must be one of whatsapp, messenger, instagram".formatted(channel.name()));
  }

  @Test
  void shouldKeepListsApartFromTheirOrigin() {
    // Given
    List<String> parameters = new ArrayList<>(List.of("one"));
    OutboundMessage.Body.Template template =
        new OutboundMessage.Body.Template("hello", "en_US", parameters);
    // When
    parameters.clear();
    // Then
    assertThat(template.parameters()).containsExactly("one");
  }

  @Test
  void shouldReadHeadersBack() {
    // Given
    Headers headers = new RecordHeaders();
    // When
    WebhookHeaders.put(headers, WebhookHeaders.RECEIVED_AT, "1795219200000000");
    WebhookHeaders.put(headers, WebhookHeaders.SOURCE, "/webhooks/ä");
    // Then
    assertThat(WebhookHeaders.receivedMicros(headers)).contains(1_795_219_200_000_000L);
    assertThat(WebhookHeaders.text(headers, WebhookHeaders.SOURCE)).contains("/webhooks/ä");
    assertThat(WebhookHeaders.text(headers, WebhookHeaders.ID)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "1.5", "99999999999999999999"})
  void shouldReadNoTimeFromWhatIsNoNumber(String value) {
    // Given
    Headers headers = new RecordHeaders();
    WebhookHeaders.put(headers, WebhookHeaders.RECEIVED_AT, value);
    // When
    Optional<Long> micros = WebhookHeaders.receivedMicros(headers);
    // Then
    assertThat(micros).isEmpty();
  }

  @Test
  void shouldWriteWhereADeadLetterCameFrom() {
    // Given
    Headers headers = new RecordHeaders();
    // When
    DeadLetterHeaders.put(
        headers, DeadLetterHeaders.Reason.UNREADABLE, "parse", "not JSON", "webhooks", 3, 17);
    // Then
    assertThat(headers.toArray())
        .extracting(
            header -> header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8))
        .containsExactlyInAnyOrder(
            "sluice_reason=UNREADABLE",
            "sluice_stage=parse",
            "__streams.errors.message=not JSON",
            "__streams.errors.topic=webhooks",
            "__streams.errors.partition=3",
            "__streams.errors.offset=17");
  }

  @Test
  void shouldNameCampaignsByTenant() {
    // Given
    Campaign campaign =
        new Campaign(
            new TenantId("acme"),
            new CampaignId("spring"),
            Campaign.State.RUNNING,
            3,
            null,
            Instant.EPOCH);
    // When
    String key = campaign.key();
    // Then
    assertThat(key).isEqualTo("acme/spring");
  }

  private static boolean accepts(Function<String, ?> constructor, String value) {
    try {
      return constructor.apply(value) != null;
    } catch (InvalidSetting e) {
      return false;
    }
  }

  private static boolean isLegalInSchema(String definition, String value) {
    JsonNode schema = SchemaFiles.read("common.schema.json").at("/$defs/" + definition);
    return SchemaFiles.isValid(schema, Json.mapper().valueToTree(value));
  }

  private static Provenance by() {
    return new Provenance("test-1", Provenance.Source.EMBEDDED);
  }

  private static InboxItem item(Category category, Sentiment sentiment) {
    InboxItem sample = (InboxItem) Samples.of(InboxItem.class).getFirst();
    return new InboxItem(
        sample.message(), sentiment, category, sample.priority(), sample.inbox(), sample.stages());
  }
}
