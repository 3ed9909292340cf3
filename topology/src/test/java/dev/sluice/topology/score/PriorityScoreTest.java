package dev.sluice.topology.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.schemas.Address;
import dev.sluice.schemas.Category;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Content;
import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.Priority;
import dev.sluice.schemas.Priority.Band;
import dev.sluice.schemas.Priority.Reason;
import dev.sluice.schemas.PriorityRules;
import dev.sluice.schemas.PriorityRules.HardRule;
import dev.sluice.schemas.PriorityRules.Tier;
import dev.sluice.schemas.Provenance;
import dev.sluice.schemas.Sentiment;
import dev.sluice.schemas.Sentiment.Label;
import dev.sluice.schemas.StageTimes;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.Tenants;
import dev.sluice.testsupport.TestTenants;
import dev.sluice.topology.join.Understood;
import dev.sluice.topology.repeats.Counted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriorityScoreTest {

  private static final Provenance MODEL = new Provenance("m-1", Provenance.Source.EMBEDDED);
  private static final String CUSTOMER = "12025550101";
  private static final Instant RECEIVED = Instant.parse("2026-11-20T10:00:00Z");

  @Test
  void shouldExplainEveryPoint() {
    // Given
    Scale scale =
        scale(weights(List.of(new Tier("gold", 10, List.of(CUSTOMER))), rule("threat", 50, "sue")));
    Counted message = message("I will sue", new Sentiment(Label.NEGATIVE, 0.9, 0.9, MODEL), 2);

    // When
    Priority priority = PriorityScore.of(message, 35, scale);

    // Then
    assertThat(priority.reasons())
        .extracting(Reason::because, Reason::points)
        .containsExactly(
            tuple("category info", 35),
            tuple("negative 90 %", 32),
            tuple("2 earlier messages unanswered", 10),
            tuple("customer tier gold", 10),
            tuple("mentions threat", 50));
    assertThat(priority.score()).isEqualTo(100);
    assertThat(priority.due()).isNull();
  }

  @Test
  void shouldLetAHardRuleBeatTheModels() {
    // Given a model that finds theft delightful
    Counted message = message("my card was STOLEN", new Sentiment(Label.POSITIVE, 1, 0, MODEL), 0);

    // When
    Priority priority = PriorityScore.of(message, 0, Scale.DEFAULT);

    // Then
    assertThat(priority.band()).isEqualTo(Band.URGENT);
  }

  @Test
  void shouldLetAHardRuleBeatModelsThatDoNotAnswer() {
    // Given
    Counted message = message("my card was stolen", Sentiment.DEGRADED, 0);

    // When
    Priority priority = PriorityScore.of(message, 0, Scale.DEFAULT);

    // Then
    assertThat(priority.band()).isEqualTo(Band.URGENT);
  }

  @Test
  void shouldNotTakeUnknownForCalm() {
    // Given
    Counted unknown = message("", Sentiment.DEGRADED, 0);
    Counted calm = message("", new Sentiment(Label.NEUTRAL, 1, 0, MODEL), 0);

    // When
    int of = PriorityScore.of(unknown, 10, Scale.DEFAULT).score();

    // Then
    assertThat(of).isGreaterThan(PriorityScore.of(calm, 10, Scale.DEFAULT).score());
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 5", "2, 10", "4, 20", "5, 20", "2147483647, 20"})
  void shouldAddForRepeatsUpToTheirLimit(int unanswered, int points) {
    // Given
    Sentiment positive = new Sentiment(Label.POSITIVE, 1, 0, MODEL);

    // When
    Priority priority = PriorityScore.of(message("hello?", positive, unanswered), 0, Scale.DEFAULT);

    // Then
    assertThat(priority.score()).isEqualTo(points);
    assertThat(priority.reasons()).hasSize(unanswered == 0 ? 2 : 3);
  }

  @Test
  void shouldTakeTheHighestTierOfACustomer() {
    // Given
    Scale scale =
        scale(
            weights(
                List.of(
                    new Tier("silver", 5, List.of(CUSTOMER)),
                    new Tier("gold", 20, List.of(CUSTOMER, "1")),
                    new Tier("none", 0, List.of(CUSTOMER)))));

    // When
    Priority priority = PriorityScore.of(message("hi", neutral(), 0), 0, scale);

    // Then
    assertThat(priority.reasons()).contains(new Reason("customer tier gold", 20)).hasSize(3);
  }

  @Test
  void shouldKnowACustomerOfATierByTheNumberBehindAUserId() {
    // Given
    Scale scale = scale(weights(List.of(new Tier("gold", 20, List.of(CUSTOMER)))));
    InboundMessage message =
        new InboundMessage(
            new TenantId("acme"),
            Channel.WHATSAPP,
            "wamid.1",
            "2001",
            new Address("US.77"),
            null,
            RECEIVED,
            RECEIVED,
            new Content.Text("hi"),
            new Address(CUSTOMER),
            null);

    // When
    Optional<Tier> tier = scale.tierOf(message);

    // Then
    assertThat(tier).map(Tier::name).contains("gold");
  }

  @Test
  void shouldReplaceAShippedRuleAndSwitchOneOff() {
    // Given
    Scale scale = scale(weights(List.of(), rule("theft", 0, "x"), rule("fraud", 10, "phoney")));

    // When
    Priority stolen = PriorityScore.of(message("stolen", neutral(), 0), 0, scale);
    Priority off = PriorityScore.of(message("x", neutral(), 0), 0, scale);
    Priority phoney = PriorityScore.of(message("phoney", neutral(), 0), 0, scale);
    Priority suicide = PriorityScore.of(message("suicide", neutral(), 0), 0, scale);

    // Then
    assertThat(stolen.score()).isEqualTo(5);
    assertThat(off.reasons()).hasSize(2);
    assertThat(phoney.score()).isEqualTo(15);
    assertThat(suicide.band()).as("the others stay").isEqualTo(Band.URGENT);
  }

  @Test
  void shouldStayWithinTheScaleAndSumToIt() {
    // Given
    Random random = new Random(3);
    for (int round = 0; round < 2_000; round++) {
      Counted message = anything(random);
      Scale scale = scale(anyWeights(random));

      // When
      Priority priority = PriorityScore.of(message, random.nextInt(101), scale);

      // Then
      int sum = priority.reasons().stream().mapToInt(Reason::points).sum();
      assertThat(priority.score()).isBetween(0, 100).isEqualTo(Math.clamp(sum, 0, 100));
      assertThat(priority.band()).isEqualTo(Band.of(priority.score()));
      assertThat(priority.reasons()).allMatch(reason -> !reason.because().isBlank());
    }
  }

  @Test
  void shouldNeverFallAsAMessageGetsMoreNegativeOrMoreRepeated() {
    // Given
    Random random = new Random(5);
    for (int round = 0; round < 2_000; round++) {
      Scale scale = scale(anyWeights(random));
      int weight = random.nextInt(101);
      double less = random.nextDouble();
      double more = less + (1 - less) * random.nextDouble();
      double confidence = random.nextDouble();
      int few = random.nextInt(6);

      // When
      int calm = score(scale, weight, new Sentiment(Label.NEUTRAL, 1, less, MODEL), few);
      int milder =
          score(scale, weight, new Sentiment(Label.NEGATIVE, confidence, less, MODEL), few);
      int sharper =
          score(scale, weight, new Sentiment(Label.NEGATIVE, confidence, more, MODEL), few);
      int again =
          score(scale, weight, new Sentiment(Label.NEGATIVE, confidence, more, MODEL), few + 1);

      // Then
      assertThat(List.of(calm, milder, sharper, again)).isSorted();
    }
  }

  @Test
  void shouldScoreTheSameWheneverItIsAsked() {
    // Given
    Random random = new Random(7);
    Counted message = anything(random);
    Scale scale = scale(anyWeights(random));

    // When
    Priority first = PriorityScore.of(message, 40, scale);

    // Then
    assertThat(PriorityScore.of(message, 40, scale)).isEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource({"stolen, PT15M", "hello, PT8H", "bye, PT24H"})
  void shouldBeDueFromTheReceiptOn(String words, Duration allowed) {
    // Given "bye" in a category of no weight
    Tenant tenant = TestTenants.builder("bank").category("small", 0, "bye").build().tenant();
    String category = words.equals("bye") ? "small" : "unknown";
    Desk desk = new Desk(Tenants.of(tenant));

    // When
    Scored scored = desk.score(counted(tenant.id(), words, neutral(), category, 0));

    // Then
    assertThat(scored.priority().due()).isEqualTo(RECEIVED.plus(allowed));
  }

  @Test
  void shouldScoreAMessageOfATenantNobodyKnowsByTheDefaults() {
    // Given
    Desk desk = new Desk(Tenants.of());

    // When
    Scored scored =
        desk.score(counted(new TenantId("gone"), "stolen", Sentiment.DEGRADED, "unknown", 1));

    // Then
    assertThat(scored.priority().score()).isEqualTo(100);
    assertThat(scored.priority().due()).isEqualTo(RECEIVED.plus(Duration.ofMinutes(15)));
  }

  @Test
  void shouldCompileATenantsScaleOncePerChange() {
    // Given
    Scales scales = new Scales();
    Tenant before = tenant("bank", PriorityRules.DEFAULT);
    Tenant after = tenant("bank", weights(List.of(), rule("threat", 50, "sue")));
    Scale first = scales.of(before);

    // When
    Scale again = scales.of(tenant("bank", PriorityRules.DEFAULT));
    Scale changed = scales.of(after);

    // Then
    assertThat(again).isSameAs(first);
    assertThat(changed.words().in("sue")).hasSize(1);
    assertThat(scales.of(after)).isSameAs(changed);
    assertThat(scales.size()).isEqualTo(1);
  }

  @Test
  void shouldKeepNoMoreScalesThanItsLimit() {
    // Given
    Scales scales = new Scales();
    for (int i = 0; i < Scales.TENANTS_KEPT; i++) {
      scales.of(tenant("t" + i, PriorityRules.DEFAULT));
    }

    // When
    Scale beyond = scales.of(tenant("one-more", PriorityRules.DEFAULT));

    // Then
    assertThat(beyond.words().in("stolen")).hasSize(1);
    assertThat(scales.size()).isEqualTo(Scales.TENANTS_KEPT);
  }

  private static int score(Scale scale, int weight, Sentiment sentiment, int unanswered) {
    return PriorityScore.of(message("hello", sentiment, unanswered), weight, scale).score();
  }

  private static Counted anything(Random random) {
    String[] words = {"hello", "stolen", "fraud and theft", "", "suicide", "🙂"};
    List<Label> labels = List.of(Label.values());
    Label label = labels.get(random.nextInt(labels.size()));
    return message(
        words[random.nextInt(words.length)],
        new Sentiment(label, random.nextDouble(), random.nextDouble(), MODEL),
        random.nextInt(30));
  }

  private static PriorityRules anyWeights(Random random) {
    return new PriorityRules(
        random.nextInt(101),
        random.nextInt(101),
        random.nextInt(101),
        random.nextInt(101),
        random.nextInt(101),
        random.nextInt(101),
        List.of(new Tier("gold", random.nextInt(101), List.of(CUSTOMER))),
        List.of(rule("threat", random.nextInt(101), "hello")),
        PriorityRules.DEFAULT.due());
  }

  private static PriorityRules weights(List<Tier> tiers, HardRule... rules) {
    PriorityRules it = PriorityRules.DEFAULT;
    return new PriorityRules(
        it.negative(),
        it.unknown(),
        it.neutral(),
        it.positive(),
        it.repeat(),
        it.repeatMax(),
        tiers,
        List.of(rules),
        it.due());
  }

  private static HardRule rule(String name, int points, String word) {
    return new HardRule(name, points, List.of(word));
  }

  private static Scale scale(PriorityRules weights) {
    return Scale.of(tenant("acme", weights));
  }

  private static Tenant tenant(String id, PriorityRules weights) {
    Tenant plain = TestTenants.unique("any").tenant();
    return new Tenant(
        new TenantId(id),
        plain.name(),
        plain.webhooks(),
        plain.provider(),
        plain.routing(),
        plain.categories(),
        plain.models(),
        weights,
        plain.apiTokens());
  }

  private static Sentiment neutral() {
    return new Sentiment(Label.NEUTRAL, 1, 0, MODEL);
  }

  private static Counted message(String words, Sentiment sentiment, int unanswered) {
    return counted(new TenantId("acme"), words, sentiment, "info", unanswered);
  }

  private static Counted counted(
      TenantId tenant, String words, Sentiment sentiment, String category, int unanswered) {
    InboundMessage message =
        new InboundMessage(
            tenant,
            Channel.WHATSAPP,
            "wamid.1",
            "2001",
            new Address(CUSTOMER),
            null,
            RECEIVED,
            RECEIVED,
            new Content.Text(words));
    Understood understood =
        new Understood(
            message, sentiment, new Category(category, 1, MODEL), new StageTimes(0, 0, 0, 0, 0));
    return new Counted(understood, unanswered);
  }
}
