package dev.sluice.enrichers.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.enrichers.ModelUnavailable;
import dev.sluice.schemas.Category;
import dev.sluice.schemas.CategoryRule;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CategoryHeadTest {

  private static final List<CategoryRule> RULES =
      List.of(
          Tenants.category("parcels", "where is my parcel", "has my parcel been sent"),
          Tenants.category("refunds", "where is my refund", "has my refund been sent"));

  private static final float[] THERE = {0.6f, 0.8f};
  private static final float[] FAR = {-0.8f, 0.6f};

  /// A network to which all texts mean the same, except that by rarity it tells those with a word.
  private static final class ByWord implements Network {
    private final int word;

    ByWord(String word) {
      this.word = Vocabulary.shipped().idOf(word);
    }

    @Override
    public Meaning meaningOf(int[] ids, float[] weights) {
      boolean holds = Arrays.stream(ids).anyMatch(id -> id == word);
      return new Meaning(THERE, holds ? FAR : THERE);
    }

    @Override
    public void close() {}
  }

  private final Encoder encoder = new Encoder(new ByWord("none"), 1);
  private final MessageReader reader = MessageReader.on(encoder, List.of());

  @AfterEach
  void close() {
    encoder.close();
  }

  @ParameterizedTest
  @CsvSource({"when will the parcel come, parcels", "when will the refund come, refunds"})
  void shouldTellByTheWordsWhatMeansTheSame(String words, String expected) throws ModelUnavailable {
    // Given
    CategoryHead head = CategoryHead.fit(RULES, reader);
    MessageReader.Reading reading = reader.read(words);
    // When
    Category category = head.judge(reading.tokens(), reader.meaningOf(reading.tokens()));
    // Then
    assertThat(category.name()).isEqualTo(expected);
    assertThat(category.confidence()).isBetween(0.5, 1.0);
  }

  @Test
  void shouldBeSureThatAMessageFarFromEveryExampleIsOther() throws ModelUnavailable {
    // Given
    CategoryHead head = CategoryHead.fit(RULES, reader);
    Tokens tokens = reader.read("where is my parcel").tokens();
    // When
    Category category = head.judge(tokens, new Meaning(FAR, THERE));
    // Then
    assertThat(category.name()).isEqualTo(Category.OTHER);
    assertThat(category.confidence()).isGreaterThan(0.95);
  }

  @Test
  void shouldTellByTheMeaningInWhichRareWordsCount() throws ModelUnavailable {
    // Given: words that none of the examples holds
    try (Encoder telling = new Encoder(new ByWord("parcel"), 1)) {
      CategoryHead head = CategoryHead.fit(RULES, MessageReader.on(telling, List.of()));
      Tokens tokens = reader.read("hello").tokens();
      // When
      Category category = head.judge(tokens, new Meaning(THERE, FAR));
      // Then
      assertThat(category.name()).isEqualTo("parcels");
      assertThat(head.judge(tokens, new Meaning(THERE, THERE)).name()).isEqualTo("refunds");
    }
  }

  @Test
  void shouldNameWhatDecidesInItsVersion() throws ModelUnavailable {
    // Given
    CategoryHead head = CategoryHead.fit(RULES, reader);
    // When
    CategoryHead other = CategoryHead.fit(RULES, MessageReader.on(encoder, List.of("hello")));
    // Then
    assertThat(other.version()).isNotEqualTo(head.version());
    assertThat(CategoryHead.fit(RULES, reader).version()).isEqualTo(head.version());
  }
}
