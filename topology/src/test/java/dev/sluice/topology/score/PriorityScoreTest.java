package dev.sluice.topology.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.Address;
import dev.sluice.schemas.Category;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Content;
import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.Priority;
import dev.sluice.schemas.Priority.Band;
import dev.sluice.schemas.Provenance;
import dev.sluice.schemas.Sentiment;
import dev.sluice.schemas.Sentiment.Label;
import dev.sluice.schemas.StageTimes;
import dev.sluice.schemas.TenantId;
import dev.sluice.topology.join.Understood;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PriorityScoreTest {

  private static final Provenance MODEL = new Provenance("m-1", Provenance.Source.EMBEDDED);

  @Test
  void shouldAddCategoryAndSentiment() {
    // Given
    Understood message =
        message("it does not work", new Sentiment(Label.NEGATIVE, 0.9, 0.9, MODEL));

    // When
    Priority priority = PriorityScore.of(message, 35);

    // Then
    assertThat(priority.score()).isEqualTo(35 + 32);
    assertThat(priority.band()).isEqualTo(Band.HIGH);
    assertThat(priority.reasons()).hasSize(2);
  }

  @Test
  void shouldLetAHardRuleBeatTheModels() {
    // Given a model that finds theft delightful
    Understood message = message("my card was STOLEN", new Sentiment(Label.POSITIVE, 1, 0, MODEL));

    // When
    Priority priority = PriorityScore.of(message, 0);

    // Then
    assertThat(priority.band()).isEqualTo(Band.URGENT);
  }

  @Test
  void shouldNotFindAHardWordInsideAnother() {
    // Given
    Understood message =
        message("the storyline is a bit stolenly told", new Sentiment(Label.NEUTRAL, 1, 0, MODEL));

    // When
    Priority priority = PriorityScore.of(message, 0);

    // Then
    assertThat(priority.band()).isEqualTo(Band.LOW);
  }

  @Test
  void shouldNotTakeUnknownForCalm() {
    // Given
    Understood unknown = message("", Sentiment.DEGRADED);
    Understood calm = message("", new Sentiment(Label.NEUTRAL, 1, 0, MODEL));

    // When
    int of = PriorityScore.of(unknown, 10).score();

    // Then
    assertThat(of).isGreaterThan(PriorityScore.of(calm, 10).score());
  }

  @Test
  void shouldStayWithinTheScale() {
    // Given
    Understood message = message("fraud fraud", new Sentiment(Label.NEGATIVE, 1, 1, MODEL));

    // When
    Priority priority = PriorityScore.of(message, 100);

    // Then
    assertThat(priority.score()).isEqualTo(100);
  }

  private static Understood message(String words, Sentiment sentiment) {
    InboundMessage message =
        new InboundMessage(
            new TenantId("acme"),
            Channel.WHATSAPP,
            "wamid.1",
            "2001",
            new Address("12025550101"),
            null,
            Instant.EPOCH,
            Instant.EPOCH,
            new Content.Text(words));
    return new Understood(
        message, sentiment, new Category("info", 1, MODEL), new StageTimes(0, 0, 0, 0, 0));
  }
}
