package dev.sluice.benchmarks.enrichment;

import dev.sluice.enrichers.CategoryModel;
import dev.sluice.enrichers.Endpoint;
import dev.sluice.enrichers.ModelUnavailable;
import dev.sluice.enrichers.SentimentModel;
import dev.sluice.schemas.Category;
import dev.sluice.schemas.Provenance;
import dev.sluice.schemas.Sentiment;
import dev.sluice.schemas.Tenant;
import java.util.Optional;

/// Two models that take exactly as long as was drawn for the message, and note how long that really
/// was. To the topology they are remote ones, each on a server of its own.
///
/// They compute nothing, so what is measured beside them is not theirs.
final class DrawnModels {

  private static final Provenance BY = new Provenance("drawn-1", Provenance.Source.REMOTE);
  private static final double CERTAIN = 0.9;
  private static final double CALM = 0.05;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Ledger ledger;
  private final int maxInFlight;

  /// @param maxInFlight calls of a tenant under way at once, per model
  DrawnModels(Ledger ledger, int maxInFlight) {
    this.ledger = ledger;
    this.maxInFlight = maxInFlight;
  }

  SentimentModel sentiment() {
    return new SentimentModel() {
      @Override
      public Sentiment read(Tenant tenant, String words) throws ModelUnavailable {
        Journey journey = journey(words);
        long from = System.nanoTime();
        think(journey.message().calls().sentimentNanos());
        journey.sentimentTook(from, System.nanoTime());
        return new Sentiment(Sentiment.Label.NEUTRAL, CERTAIN, CALM, BY);
      }

      @Override
      public Optional<Endpoint> endpoint(Tenant tenant) {
        return Optional.of(new Endpoint("drawn/sentiment", maxInFlight));
      }
    };
  }

  CategoryModel category() {
    return new CategoryModel() {
      @Override
      public Category read(Tenant tenant, String words) throws ModelUnavailable {
        Journey journey = journey(words);
        long from = System.nanoTime();
        think(journey.message().calls().categoryNanos());
        journey.categoryTook(from, System.nanoTime());
        return new Category(Category.OTHER, CERTAIN, BY);
      }

      @Override
      public Optional<Endpoint> endpoint(Tenant tenant) {
        return Optional.of(new Endpoint("drawn/category", maxInFlight));
      }
    };
  }

  /// Takes as long as a call would.
  static void think(long nanos) throws ModelUnavailable {
    try {
      Thread.sleep(nanos / NANOS_PER_MILLI, (int) (nanos % NANOS_PER_MILLI));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ModelUnavailable.temporarily("given up", e);
    }
  }

  private Journey journey(String words) throws ModelUnavailable {
    Journey journey = ledger.find(Message.idIn(words));
    if (journey == null) {
      throw ModelUnavailable.permanently("a message nobody planned", null);
    }
    return journey;
  }
}
