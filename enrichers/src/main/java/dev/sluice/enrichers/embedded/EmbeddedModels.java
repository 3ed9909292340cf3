package dev.sluice.enrichers.embedded;

import dev.sluice.enrichers.CategoryModel;
import dev.sluice.enrichers.Endpoint;
import dev.sluice.enrichers.ModelUnavailable;
import dev.sluice.enrichers.SentimentModel;
import dev.sluice.schemas.Tenant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The models that need no server: one sentence encoder in this process and the heads on top of it.
///
/// ```java
/// try (EmbeddedModels models = EmbeddedModels.open()) {
///   Sentiment sentiment = models.sentiment().read(tenant, "I have been waiting for two weeks");
///   Category category = models.category().read(tenant, "I have been waiting for two weeks");
/// }
/// ```
///
/// Takes some 110 MB outside the heap. Safe for many threads; after [#close] the models answer that
/// they are unavailable.
public final class EmbeddedModels implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedModels.class);

  /// Calls of one tenant under way for each processor: one computing, two ready to follow, so that
  /// no processor waits for the next call to be let in. The rest of a tenant's calls wait in the
  /// lanes, where tenants take turns; on the encoder's threads first come is first served.
  private static final int CALLS_PER_PROCESSOR = 3;

  private static final int CALLS_MIN = 4;

  private final Encoder encoder;
  private final CategoryHeads heads;
  private final EmbeddedSentiment sentiment;
  private final EmbeddedCategory category;
  private final String version;

  private EmbeddedModels(
      Encoder encoder,
      CategoryHeads heads,
      EmbeddedSentiment sentiment,
      EmbeddedCategory category,
      String version) {
    this.encoder = encoder;
    this.heads = heads;
    this.sentiment = sentiment;
    this.category = category;
    this.version = version;
  }

  /// Loads the encoder and fits the sentiment head, in about a second.
  ///
  /// @throws IllegalStateException when a shipped file is missing or another one than expected, or
  ///   ONNX Runtime does not run here
  public static EmbeddedModels open() {
    long begun = System.nanoTime();
    int processors = Runtime.getRuntime().availableProcessors();
    Encoder encoder = new Encoder(MiniLm.open(), processors);
    try {
      EmbeddedModels models = on(encoder, processors);
      log.atDebug()
          .addKeyValue("model", models.version())
          .addKeyValue("millis", (System.nanoTime() - begun) / 1_000_000)
          .log("embedded models ready");
      return models;
    } catch (ModelUnavailable | RuntimeException e) {
      encoder.close();
      throw new IllegalStateException("the embedded models cannot start", e);
    }
  }

  private static EmbeddedModels on(Encoder encoder, int processors) throws ModelUnavailable {
    SentimentSeed seed = SentimentSeed.shipped();
    // Those lines are of several industries: what is rare in them is rare in customer service.
    MessageReader reader = MessageReader.on(encoder, seed.texts());
    String version = version(seed);
    Endpoint endpoint =
        new Endpoint("embedded", Math.max(CALLS_MIN, CALLS_PER_PROCESSOR * processors));
    EmbeddedSentiment sentiment = EmbeddedSentiment.fit(seed, reader, endpoint, version);
    CategoryHeads heads = new CategoryHeads(rules -> CategoryHead.fit(rules, reader));
    EmbeddedCategory category = new EmbeddedCategory(reader, heads, endpoint);
    return new EmbeddedModels(encoder, heads, sentiment, category, version);
  }

  private static String version(SentimentSeed seed) {
    List<String> lines = new ArrayList<>();
    seed.lines().forEach(line -> lines.add(line.label() + "\t" + line.text()));
    return ModelVersion.of(lines, ModelVersion.SENTIMENT);
  }

  /// Reads English; anything else is `unknown`.
  public SentimentModel sentiment() {
    return sentiment;
  }

  /// Reads English in the categories of each tenant; anything else is `unknown`, unless a keyword
  /// tells.
  public CategoryModel category() {
    return category;
  }

  /// Name and version of the sentiment model, for example `minilm-afdb6f1a0e45+0c1d2e3f+v1`: the
  /// encoder's file, the lines and the code. A tenant's categories carry a version of their own.
  public String version() {
    return version;
  }

  /// Begins to fit a tenant's categories ahead of its first message, or again after they have
  /// changed. Returns at once; what cannot be begun now is begun by the tenant's next message.
  public void prepare(Tenant tenant) {
    try {
      category.prepare(tenant);
    } catch (ModelUnavailable e) {
      log.atWarn()
          .addKeyValue("tenant", tenant.id())
          .addKeyValue("reason", e.getMessage())
          .log("categories are not prepared");
    }
  }

  /// Ends within 5 s: lets the texts under way end, fails those that wait, and frees the encoder.
  @Override
  public void close() {
    heads.close();
    encoder.close();
  }
}
