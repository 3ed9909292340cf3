package dev.sluice.enrichers.remote;

import dev.sluice.enrichers.KeywordCategory;
import dev.sluice.enrichers.LexiconSentiment;
import dev.sluice.schemas.CategoryRule;
import dev.sluice.schemas.Models;
import dev.sluice.schemas.Models.Taxonomy;
import dev.sluice.schemas.RemoteModel;
import dev.sluice.schemas.RemoteModel.Format;
import dev.sluice.schemas.SecretRef;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.simulator.Latency;
import dev.sluice.simulator.ModelServer;
import dev.sluice.simulator.ModelServer.Behaviour;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Settings and servers for tests.
final class Remotes {

  static final Behaviour AT_ONCE = Behaviour.answering(Latency.constant(Duration.ZERO));
  static final SecretRef TOKEN = new SecretRef("env:MODEL_TOKEN");
  static final String SECRET = "s3cret-of-the-bank";
  static final Duration TIMEOUT = Duration.ofSeconds(3);
  static final String TEMPLATE =
      """
      {"text": "{{text}}", "meta": {"ref": "sluice/{{id}}", "from": ["{{tenant}}", 7, null]}}""";

  private static final Map<String, String> HF =
      Map.of("LABEL_0", "negative", "LABEL_1", "neutral", "LABEL_2", "positive");

  private Remotes() {}

  static RemoteModels open(RemoteCalls calls, Pace pace) {
    return RemoteModels.open(
        secret -> SECRET, new LexiconSentiment(), new KeywordCategory(), calls, pace);
  }

  /// A tenant that asks that server about both, in that format.
  static Tenant tenant(ModelServer server, Format format) {
    return tenant(server, format, TIMEOUT);
  }

  static Tenant tenant(ModelServer server, Format format, Duration timeout) {
    return tenant(
        model(server.url(format, "sentiment"), format, "/sentiment", timeout),
        model(server.url(format, "category"), format, "/category", timeout));
  }

  static Tenant withoutModels() {
    return tenant(null, null, new CategoryRule[0]);
  }

  static Tenant tenant(
      @Nullable RemoteModel sentiment, @Nullable RemoteModel category, CategoryRule... rules) {
    SecretRef secret = new SecretRef("env:TEST");
    return Tenant.of(
        new TenantId("bank"),
        null,
        new Tenant.Webhooks(List.of(secret), secret, List.of()),
        null,
        null,
        List.of(rules),
        new Models(Taxonomy.GENERAL, sentiment, category),
        null,
        null);
  }

  static RemoteModel model(URI url, Format format, String labelAt, Duration timeout) {
    return new RemoteModel(
        format,
        url,
        TOKEN,
        "odin",
        format == Format.HF ? HF : Map.of(),
        format == Format.TEMPLATE ? TEMPLATE : null,
        format == Format.TEMPLATE ? labelAt : null,
        format == Format.TEMPLATE ? "/confidence" : null,
        timeout,
        16);
  }
}
