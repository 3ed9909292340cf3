package dev.sluice.enrichers.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.enrichers.Endpoint;
import dev.sluice.enrichers.ModelUnavailable;
import dev.sluice.schemas.Sentiment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddedSentimentTest {

  private static final List<String> TEXTS =
      List.of(
          "where is my parcel",
          "this is a disgrace",
          "thank you so much, that was quick!",
          "I have been waiting for two weeks and nobody answers me");

  private static List<Sentiment> answers(List<String> lines) throws ModelUnavailable {
    List<Sentiment> answers = new ArrayList<>();
    try (Encoder encoder = new Encoder(FakeNetwork.thatNeverWaits(), 1)) {
      MessageReader reader = MessageReader.on(encoder, lines);
      EmbeddedSentiment model =
          EmbeddedSentiment.fit(
              SentimentSeed.shipped(), reader, new Endpoint("test", 1), "version");
      for (String text : TEXTS) {
        answers.add(model.read(Tenants.named("any"), text));
      }
    }
    return answers;
  }

  @Test
  void shouldNotCareWhichWordsAreRare() throws ModelUnavailable {
    // Given
    List<Sentiment> allAlike = answers(List.of());
    // When
    List<Sentiment> someRare = answers(TEXTS);
    // Then: to the last digit
    assertThat(someRare).isEqualTo(allAlike);
  }
}
