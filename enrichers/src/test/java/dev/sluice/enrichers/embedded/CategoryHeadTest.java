package dev.sluice.enrichers.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.enrichers.ModelUnavailable;
import dev.sluice.schemas.Category;
import dev.sluice.schemas.Tenant.CategoryRule;
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

  /// An encoder to which all texts mean the same.
  private final Encoder encoder =
      new Encoder(
          new Network() {
            @Override
            public float[] vectorOf(int[] ids) {
              return new float[] {0.6f, 0.8f};
            }

            @Override
            public void close() {}
          },
          1);

  private final MessageReader reader =
      new MessageReader(
          new Normaliser(EmojiTable.shipped()), new WordPiece(Vocabulary.shipped()), encoder);

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
    Category category = head.judge(reading.tokens(), reader.vectorOf(reading));
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
    Category category = head.judge(tokens, new float[] {-0.8f, 0.6f});
    // Then
    assertThat(category.name()).isEqualTo(Category.OTHER);
    assertThat(category.confidence()).isGreaterThan(0.95);
  }
}
