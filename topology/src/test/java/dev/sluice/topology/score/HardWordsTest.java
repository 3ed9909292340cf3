package dev.sluice.topology.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.PriorityRules.HardRule;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HardWordsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stolen | my card was STOLEN!",
        "stolen | stolen",
        "stolen | *stolen*",
        "stolen | sto\u200Blen",
        "fraud* | Fraudulent charge",
        "fraud* | it is fraud",
        "lost card | I have a lost   card",
        "lost card | lost\u00a0card",
        "lost card | lost, card",
        "going to sue* | I am going to sueing",
        "self-harm | thoughts of self harm",
        "self harm | thoughts of self-harm",
        "can't breathe | I cant breathe",
        "cant breathe | I can’t breathe",
        "cartão clonado | CARTAO CLONADO",
        "cartao clonado | cart\u00e3o clonado",
        "cartao clonado | carta\u0303o clonado",
        "straße | STRASSE",
        "οδος | ΟΔΟΣ",
        "мошенник* | МОШЕННИКИ украли",
        "诈骗 | 我被诈骗了",
        "احتيال | هذا احتيال واضح",
        "fraud | ｆｒａｕｄ",
        "911 | call 911 now",
      })
  void shouldFind(String word, String text) {
    // Given
    HardWords words = compile(word);

    // When
    List<HardRule> found = words.in(text);

    // Then
    assertThat(found).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stolen | a stolenly told story",
        "stolen | unstolen",
        "fraud* | defraud",
        "scam | scampi with garlic",
        "lost card | lost my card",
        "lost card | card lost",
        "lost card | I have lost cardboard",
        "lost card | lost",
        "going to sue | going to",
        "诈骗 | 欺诈",
        "911 | 0911",
        "stolen | ''",
        "stolen | 🙂🙂",
      })
  void shouldNotFind(String word, String text) {
    // Given
    HardWords words = compile(word);

    // When
    List<HardRule> found = words.in(text);

    // Then
    assertThat(found).isEmpty();
  }

  @Test
  void shouldNameEachRuleOnceAndInOrder() {
    // Given
    HardRule theft = new HardRule("theft", 75, List.of("stolen", "stole*"));
    HardRule threat = new HardRule("threat", 50, List.of("sue", "my lawyer"));
    HardRule silent = new HardRule("silent", 1, List.of("nothing"));
    HardWords words = HardWords.compile(List.of(theft, silent, threat));

    // When
    List<HardRule> found = words.in("My lawyer will sue: stolen, stolen, stole!");

    // Then
    assertThat(found).containsExactly(theft, threat);
  }

  @Test
  void shouldReadALongTextUpToItsLimit() {
    // Given
    HardWords words = compile("stolen");
    String before = "x ".repeat(Tokens.READ_MAX / 2 - 10);

    // When
    List<HardRule> within = words.in(before + "stolen " + "y".repeat(100_000));
    List<HardRule> beyond = words.in("x ".repeat(Tokens.READ_MAX) + "stolen");

    // Then
    assertThat(within).hasSize(1);
    assertThat(beyond).isEmpty();
  }

  @Test
  void shouldReadWhateverComes() {
    // Given every kind of character, halves of pairs and controls among them
    Random random = new Random(11);
    HardWords words = compile("stolen", "fraud*", "诈骗");

    for (int text = 0; text < 500; text++) {
      StringBuilder odd = new StringBuilder();
      for (int i = 0; i < 200; i++) {
        odd.append((char) random.nextInt(Character.MAX_VALUE + 1));
      }

      // When
      List<HardRule> found = words.in(odd + " stolen");

      // Then
      assertThat(found).hasSize(1);
    }
  }

  private static HardWords compile(String... words) {
    return HardWords.compile(List.of(new HardRule("rule", 75, Arrays.asList(words))));
  }
}
