package dev.sluice.enrichers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.schemas.Category;
import dev.sluice.schemas.Sentiment;
import dev.sluice.schemas.Tenant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a customer can type or paste gets an answer.
class RobustnessTest {

  private final LexiconSentiment sentiment = new LexiconSentiment();
  private final KeywordCategory category = new KeywordCategory();

  static Stream<String> oddities() {
    return Stream.of(
        "",
        "\u0000",
        "\u0000\u0001\u0007\u001b[31mfraud\u001b[0m",
        "\ud83d",
        "\ude21\ud83d",
        "😡".repeat(50_000),
        "a".repeat(100_000),
        "fraud ".repeat(17_000),
        "not very ".repeat(11_000),
        "'".repeat(100_000),
        ".".repeat(100_000),
        "\u0301".repeat(100_000),
        "a\u0301".repeat(50_000),
        "\ufdfa".repeat(100_000),
        "my карта カード بطاقة card 卡 is 😡 blocked",
        "\u202efraud\u202c",
        "İIıi ẞß Σς",
        "%s {} ${jndi:x} <script>",
        "\r\n\t\u2028\u2029\u0085");
  }

  @ParameterizedTest
  @MethodSource("oddities")
  void shouldAnswerAnything(String words) {
    // Given words
    Tenant tenant = Tenants.WITHOUT_RULES;
    // When / Then
    assertThatCode(
            () -> {
              sentiment.read(tenant, words);
              category.read(tenant, words);
            })
        .doesNotThrowAnyException();
  }

  @Test
  void shouldAnswerRandomCodePoints() {
    // Given: a fixed seed, so that a failure can be repeated
    Random random = new Random(42);
    List<String> texts =
        Stream.generate(
                () ->
                    random
                        .ints(200, 0, Character.MAX_CODE_POINT + 1)
                        .collect(
                            StringBuilder::new,
                            StringBuilder::appendCodePoint,
                            StringBuilder::append)
                        .toString())
            .limit(500)
            .toList();
    // When
    List<Sentiment> answers =
        texts.stream().map(text -> sentiment.read(Tenants.WITHOUT_RULES, text)).toList();
    // Then
    assertThat(answers).hasSize(500).doesNotContainNull();
  }

  @Test
  void shouldNotReadBeyondTheLimit() {
    // Given
    String words = "hello ".repeat(700) + "fraud worst scam";
    // When
    Category answer = category.read(Tenants.WITHOUT_RULES, words);
    // Then
    assertThat(answer.name()).isEqualTo(Category.OTHER);
    assertThat(sentiment.read(Tenants.WITHOUT_RULES, words).label())
        .isEqualTo(Sentiment.Label.NEUTRAL);
  }

  @Test
  void shouldAnswerManyThreadsAlike() throws Exception {
    // Given
    Callable<List<Object>> reading =
        () ->
            List.of(
                sentiment.read(Tenants.WITHOUT_RULES, "not happy, my card is blocked"),
                category.read(Tenants.WITHOUT_RULES, "not happy, my card is blocked"));
    List<Callable<List<Object>>> readings = IntStream.range(0, 500).mapToObj(i -> reading).toList();
    List<Object> alone = reading.call();
    // When
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Object>>> answers = threads.invokeAll(readings);
      // Then
      assertThat(answers).allSatisfy(answer -> assertThat(answer.get()).isEqualTo(alone));
    }
  }

  @Test
  void shouldTellWhetherAskingAgainHelps() {
    // Given
    ModelUnavailable busy = ModelUnavailable.temporarily("the model is busy", null);
    // When
    ModelUnavailable refused = ModelUnavailable.permanently("the key is refused", busy);
    // Then
    assertThat(busy.retryable()).isTrue();
    assertThat(refused.retryable()).isFalse();
    assertThat(refused).hasMessage("the key is refused").hasCause(busy);
  }
}
