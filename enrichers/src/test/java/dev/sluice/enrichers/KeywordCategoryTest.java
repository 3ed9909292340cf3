package dev.sluice.enrichers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.schemas.Category;
import dev.sluice.schemas.CategoryRule;
import dev.sluice.schemas.Provenance;
import dev.sluice.schemas.Tenant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeywordCategoryTest {

  private final KeywordCategory model = new KeywordCategory();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "I don't recognise this payment on my statement | fraud",
        "someone used my card, I did not make this | fraud",
        "my card has been blocked | blocked-card",
        "I'm locked out of my account | blocked-card",
        "I want to make a complaint to your manager | complaint",
        "why was I charged twice this month? | billing",
        "Where is my order? | delivery",
        "can I book an appointment for tomorrow | appointment",
        "What are your opening hours? | info",
        "the weather and the sea and the sky | other",
        "mera card kaam nahi kar raha hai bhai | unknown"
      })
  void shouldReadWithTheShippedTable(String words, String category) {
    // Given
    Tenant tenant = Tenants.WITHOUT_RULES;
    // When
    Category answer = model.read(tenant, words);
    // Then
    assertThat(answer.name()).isEqualTo(category);
    assertThat(answer.by()).isEqualTo(new Provenance("keywords-1", Provenance.Source.EMBEDDED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "12345", "…!", "😡", "\u0000\u0007"})
  void shouldBeUnknownWithoutWords(String words) {
    // Given
    Tenant tenant = Tenants.with(rule("orders", 10, "order"));
    // When
    Category answer = model.read(tenant, words);
    // Then
    assertThat(answer.name()).isEqualTo(Category.UNKNOWN);
    assertThat(answer.confidence()).isZero();
  }

  @Test
  void shouldMatchWholeWordsOnly() {
    // Given
    Tenant tenant = Tenants.with(rule("cards", 10, "card"));
    // When
    Category answer = model.read(tenant, "the discard pile, cardigans and scorecards");
    // Then
    assertThat(answer.name()).isEqualTo(Category.OTHER);
  }

  @ParameterizedTest
  @CsvSource({
    "CAFE\u0301, café",
    "ＣＡＲＤ, card",
    "top-up, top up",
    "Can’t log in, cant log in",
    "我的卡被冻结了, 冻结",
    "карта заблокирована, КАРТА",
    "order 🔥, 🔥"
  })
  void shouldMatchWhateverTheSpelling(String words, String keyword) {
    // Given
    Tenant tenant = Tenants.with(rule("found", 10, keyword));
    // When
    Category answer = model.read(tenant, words);
    // Then
    assertThat(answer.name()).isEqualTo("found");
  }

  @Test
  void shouldPreferAPhraseToSingleWords() {
    // Given
    Tenant tenant =
        Tenants.with(rule("cards", 90, "card", "my"), rule("blocked", 10, "my card is blocked"));
    // When
    Category answer = model.read(tenant, "my card is blocked");
    // Then: 16 points against 2
    assertThat(answer.name()).isEqualTo("blocked");
    assertThat(answer.confidence()).isCloseTo(16 / 19.0, within(1e-9));
  }

  @Test
  void shouldPreferTheMostMatches() {
    // Given
    Tenant tenant = Tenants.with(rule("a", 90, "red"), rule("b", 10, "green", "blue"));
    // When
    Category answer = model.read(tenant, "red and green and blue");
    // Then
    assertThat(answer.name()).isEqualTo("b");
  }

  @Test
  void shouldPreferTheHeavierThenTheEarlierOfEquals() {
    // Given
    Tenant tenant =
        Tenants.with(
            rule("light", 10, "red"), rule("heavy", 20, "green"), rule("late", 20, "blue"));
    // When
    Category answer = model.read(tenant, "red green blue");
    // Then
    assertThat(answer.name()).isEqualTo("heavy");
  }

  @Test
  void shouldNotCountAKeywordTwiceAtOnePlace() {
    // Given
    Tenant tenant = Tenants.with(rule("a", 10, "card", "CARD", "blocked card", "card"));
    // When
    Category answer = model.read(tenant, "blocked card");
    // Then: 4 points, not 6
    assertThat(answer.confidence()).isCloseTo(4 / 5.0, within(1e-9));
  }

  @Test
  void shouldNotMatchAPhraseAcrossSentences() {
    // Given
    Tenant tenant = Tenants.with(rule("a", 10, "charged twice"));
    // When
    Category answer = model.read(tenant, "I was charged. Twice I called");
    // Then
    assertThat(answer.name()).isEqualTo(Category.OTHER);
  }

  @Test
  void shouldIgnoreAKeywordThatHoldsNothingToMatch() {
    // Given
    Tenant tenant = Tenants.with(rule("a", 10, "---", "  "), rule("b", 10, "order"));
    // When
    Category answer = model.read(tenant, "--- order");
    // Then
    assertThat(answer.name()).isEqualTo("b");
  }

  @Test
  void shouldFollowATenantWhoseKeywordsChange() {
    // Given
    model.read(Tenants.with(rule("before", 10, "order")), "order");
    Tenant changed = Tenants.with(rule("other-one", 10, "parcel"), rule("after", 10, "order"));
    // When
    Category answer = model.read(changed, "order");
    // Then
    assertThat(answer.name()).isEqualTo("after");
  }

  @Test
  void shouldKeepTenantsApart() {
    // Given
    Tenant one = Tenants.named("one", rule("of-one", 10, "order"));
    Tenant two = Tenants.named("two", rule("of-two", 10, "order"));
    // When
    List<String> answers =
        List.of(
            model.read(one, "order").name(),
            model.read(two, "order").name(),
            model.read(one, "order").name());
    // Then
    assertThat(answers).containsExactly("of-one", "of-two", "of-one");
  }

  private static CategoryRule rule(String name, int weight, String... keywords) {
    return new CategoryRule(name, weight, Arrays.asList(keywords));
  }
}
