package dev.sluice.enrichers.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.enrichers.remote.RemoteCalls.Outcome;
import dev.sluice.schemas.Provenance.Source;
import dev.sluice.schemas.RemoteModel.Format;
import dev.sluice.schemas.Sentiment;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.simulator.ModelFault;
import dev.sluice.simulator.ModelServer;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BreakersTest {

  private static final String WORDS = "this is terrible";

  private final FakePace pace = new FakePace();
  private final Counted counted = new Counted();

  @Test
  void shouldLeaveAFailingEndpointAloneAndAnswerAtOnce() throws Exception {
    // Given
    try (ModelServer server =
            ModelServer.start(Remotes.AT_ONCE.always(new ModelFault.Status(503)));
        RemoteModels models = Remotes.open(counted, pace)) {
      Tenant tenant = Remotes.tenant(server, Format.NATIVE);
      for (int i = 0; i < Breakers.REQUESTS_BEFORE_OPEN / RetryRule.REQUESTS_MAX; i++) {
        assertThat(models.sentiment().read(tenant, WORDS).by().note()).isEqualTo("remote: 503");
      }

      // When
      Sentiment sentiment = models.sentiment().read(tenant, WORDS);

      // Then
      assertThat(sentiment.by().note()).isEqualTo("remote: breaker open");
      assertThat(sentiment.by().source()).isEqualTo(Source.FALLBACK);
      assertThat(counted.outcomes.getLast()).isEqualTo(Outcome.BREAKER_OPEN);
      assertThat(server.arrived()).isEqualTo(Breakers.REQUESTS_BEFORE_OPEN);
    }
  }

  @Test
  void shouldTryAgainAfterTheWaitAndCloseWhenTheTrialsSucceed() throws Exception {
    // Given
    try (ModelServer server =
            ModelServer.start(Remotes.AT_ONCE.always(new ModelFault.Status(503)));
        RemoteModels models = Remotes.open(counted, pace)) {
      Tenant tenant = Remotes.tenant(server, Format.NATIVE);
      open(models, tenant);
      server.behave(Remotes.AT_ONCE);
      pace.advance(Breakers.WAIT.minusMillis(1));
      assertThat(models.sentiment().read(tenant, WORDS).by().note())
          .isEqualTo("remote: breaker open");
      pace.advance(Duration.ofMillis(2));

      // When
      for (int i = 0; i < Breakers.TRIALS; i++) {
        assertThat(models.sentiment().read(tenant, WORDS).by().source()).isEqualTo(Source.REMOTE);
      }

      // Then nine failures of ten open it again, so it was closed and has forgotten
      server.behave(Remotes.AT_ONCE.always(new ModelFault.Status(400)));
      assertThat(models.sentiment().read(tenant, WORDS).by().note()).isEqualTo("remote: 400");
    }
  }

  @Test
  void shouldOpenAgainWhenTheTrialsFail() throws Exception {
    // Given
    try (ModelServer server =
            ModelServer.start(Remotes.AT_ONCE.always(new ModelFault.Status(503)));
        RemoteModels models = Remotes.open(counted, pace)) {
      Tenant tenant = Remotes.tenant(server, Format.NATIVE);
      open(models, tenant);
      pace.advance(Breakers.WAIT.plusMillis(1));
      long before = server.arrived();
      models.sentiment().read(tenant, WORDS);
      models.sentiment().read(tenant, WORDS);

      // When
      Sentiment sentiment = models.sentiment().read(tenant, WORDS);

      // Then
      assertThat(sentiment.by().note()).isEqualTo("remote: breaker open");
      assertThat(server.arrived() - before).isEqualTo(Breakers.TRIALS);
    }
  }

  @Test
  void shouldNotHoldMessagesThatAreRefusedAgainstTheEndpoint() throws Exception {
    // Given
    try (ModelServer server =
            ModelServer.start(Remotes.AT_ONCE.always(new ModelFault.Status(422)));
        RemoteModels models = Remotes.open(counted, pace)) {
      Tenant tenant = Remotes.tenant(server, Format.NATIVE);

      // When
      for (int i = 0; i < 2 * Breakers.WINDOW; i++) {
        models.sentiment().read(tenant, WORDS);
      }

      // Then
      assertThat(counted.outcomes).hasSize(2 * Breakers.WINDOW).containsOnly(Outcome.REFUSED);
    }
  }

  @Test
  void shouldTellEndpointsApart() throws Exception {
    // Given
    try (ModelServer bad = ModelServer.start(Remotes.AT_ONCE.always(new ModelFault.Status(503)));
        ModelServer good = ModelServer.start(Remotes.AT_ONCE);
        RemoteModels models = Remotes.open(counted, pace)) {
      open(models, Remotes.tenant(bad, Format.NATIVE));

      // When
      Sentiment sentiment = models.sentiment().read(Remotes.tenant(good, Format.NATIVE), WORDS);

      // Then
      assertThat(sentiment.by().source()).isEqualTo(Source.REMOTE);
    }
  }

  @Test
  void shouldKeepABoundedNumber() {
    // Given
    Breakers breakers = new Breakers(pace);
    CircuitBreaker first = breakers.of(new TenantId("t0"), "http://a");

    // When
    for (int i = 0; i <= Breakers.KEPT; i++) {
      breakers.of(new TenantId("t" + i), "http://a");
    }

    // Then
    assertThat(breakers.of(new TenantId("t" + Breakers.KEPT), "http://a"))
        .isSameAs(breakers.of(new TenantId("t" + Breakers.KEPT), "http://a"));
    assertThat(breakers.of(new TenantId("t0"), "http://a")).isNotSameAs(first);
  }

  private static void open(RemoteModels models, Tenant tenant) throws Exception {
    for (int i = 0; i < Breakers.REQUESTS_BEFORE_OPEN; i++) {
      models.sentiment().read(tenant, WORDS);
    }
    assertThat(models.sentiment().read(tenant, WORDS).by().note())
        .isEqualTo("remote: breaker open");
  }
}
