package dev.sluice.enrichers.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sluice.enrichers.KeywordCategory;
import dev.sluice.enrichers.LexiconSentiment;
import dev.sluice.enrichers.ModelUnavailable;
import dev.sluice.enrichers.SentimentModel;
import dev.sluice.enrichers.remote.RemoteCalls.Outcome;
import dev.sluice.schemas.Category;
import dev.sluice.schemas.Provenance;
import dev.sluice.schemas.Provenance.Source;
import dev.sluice.schemas.RemoteModel.Format;
import dev.sluice.schemas.Sentiment;
import dev.sluice.schemas.Sentiment.Label;
import dev.sluice.schemas.Tenant;
import dev.sluice.simulator.Latency;
import dev.sluice.simulator.ModelFault;
import dev.sluice.simulator.ModelServer;
import dev.sluice.simulator.ModelServer.Behaviour;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/// Whatever a model server does, there is an answer in time, and it says where it comes from.
@Timeout(60)
class RemoteFailuresTest {

  private static final String WORDS = "this is terrible, I hate it";
  private static final Duration SHORT = Duration.ofMillis(150);

  static Stream<Arguments> faults() {
    return Stream.of(
        fault(new ModelFault.Status(400), "400", Outcome.REFUSED, 1),
        fault(new ModelFault.Status(413), "413", Outcome.REFUSED, 1),
        fault(new ModelFault.Status(422), "422", Outcome.REFUSED, 1),
        fault(new ModelFault.UnknownLabel(), "unknown label", Outcome.REFUSED, 1),
        fault(new ModelFault.Status(401), "401", Outcome.MISCONFIGURED, 1),
        fault(new ModelFault.Status(403), "403", Outcome.MISCONFIGURED, 1),
        fault(new ModelFault.Status(404), "404", Outcome.MISCONFIGURED, 1),
        fault(new ModelFault.Status(302), "302", Outcome.MISCONFIGURED, 1),
        fault(new ModelFault.Status(204), "204", Outcome.MISCONFIGURED, 1),
        fault(new ModelFault.Status(408), "408", Outcome.FAILED, 2),
        fault(new ModelFault.Status(429), "429", Outcome.FAILED, 2),
        fault(new ModelFault.Status(500), "500", Outcome.FAILED, 2),
        fault(new ModelFault.Status(503), "503", Outcome.FAILED, 2),
        fault(new ModelFault.Never(), "timeout", Outcome.FAILED, 2),
        fault(new ModelFault.Stall(), "timeout", Outcome.FAILED, 2),
        fault(new ModelFault.DropBeforeHead(), "connection lost", Outcome.FAILED, 2),
        fault(new ModelFault.DropInBody(), "connection lost", Outcome.FAILED, 2),
        fault(new ModelFault.WrongIds(), "no result", Outcome.FAILED, 2),
        fault(new ModelFault.MissingItem(), "no result", Outcome.FAILED, 2),
        fault(new ModelFault.Garbage("<html>bad gateway"), "not JSON", Outcome.FAILED, 1),
        fault(new ModelFault.Garbage(""), "empty answer", Outcome.FAILED, 1),
        fault(new ModelFault.Garbage("{\"a\":[1]}"), "no results", Outcome.FAILED, 1),
        fault(new ModelFault.Garbage("[".repeat(5_000)), "not JSON", Outcome.FAILED, 1),
        fault(new ModelFault.Oversize(300_000), "answer too large", Outcome.FAILED, 1));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void shouldFallBackWithTheReason(ModelFault fault, String reason, Outcome outcome, int requests)
      throws Exception {
    // Given
    Counted counted = new Counted();
    boolean silent = fault instanceof ModelFault.Never || fault instanceof ModelFault.Stall;
    try (ModelServer server = ModelServer.start(Remotes.AT_ONCE.always(fault));
        RemoteModels models = Remotes.open(counted, new FakePace())) {
      Tenant tenant = Remotes.tenant(server, Format.NATIVE, silent ? SHORT : Remotes.TIMEOUT);

      // When
      Sentiment sentiment = models.sentiment().read(tenant, WORDS);

      // Then
      assertThat(sentiment.label()).isEqualTo(Label.NEGATIVE);
      assertThat(sentiment.by())
          .isEqualTo(new Provenance(LexiconSentiment.MODEL, Source.FALLBACK, "remote: " + reason));
      assertThat(counted.outcomes).containsExactly(outcome);
      assertThat(counted.requests).containsExactly(requests);
      assertThat(counted.fallbacks).containsExactly(true);
      if (silent) {
        // the client may be gone before the server has read what it sent
        assertThat(server.arrived()).isLessThanOrEqualTo(requests);
      } else {
        assertThat(server.arrived()).isEqualTo(requests);
      }
    }
  }

  static Stream<Arguments> firstFaults() {
    return Stream.of(
        Arguments.of(new ModelFault.Status(429, "1"), Duration.ofSeconds(1)),
        Arguments.of(new ModelFault.Status(503, "0"), Duration.ofMillis(200)),
        Arguments.of(
            new ModelFault.Status(503, "Wed, 01 Jul 2026 12:00:02 GMT"), Duration.ofSeconds(2)),
        Arguments.of(new ModelFault.Status(503, "soon"), Duration.ofMillis(200)),
        Arguments.of(new ModelFault.Status(500), Duration.ofMillis(200)),
        Arguments.of(new ModelFault.DropBeforeHead(), Duration.ofMillis(200)),
        Arguments.of(new ModelFault.DropInBody(), Duration.ofMillis(200)),
        Arguments.of(new ModelFault.MissingItem(), Duration.ofMillis(200)));
  }

  @ParameterizedTest
  @MethodSource("firstFaults")
  void shouldAskOnceMoreAndUseThatAnswer(ModelFault fault, Duration pause) throws Exception {
    // Given
    FakePace pace = new FakePace();
    Counted counted = new Counted();
    try (ModelServer server = ModelServer.start(Remotes.AT_ONCE.first(fault));
        RemoteModels models = Remotes.open(counted, pace)) {

      // When
      Category category =
          models.category().read(Remotes.tenant(server, Format.NATIVE), "it is fraud");

      // Then
      assertThat(category.name()).isEqualTo("fraud");
      assertThat(category.by().source()).isEqualTo(Source.REMOTE);
      assertThat(pace.pauses()).containsExactly(pause);
      assertThat(counted.outcomes).containsExactly(Outcome.ANSWERED);
      assertThat(counted.requests).containsExactly(2);
    }
  }

  @Test
  void shouldNotWaitLongerThanTheBudget() throws Exception {
    // Given
    FakePace pace = new FakePace();
    ModelFault patience = new ModelFault.Status(429, "5");
    try (ModelServer server = ModelServer.start(Remotes.AT_ONCE.first(patience));
        RemoteModels models = Remotes.open(RemoteCalls.NONE, pace)) {

      // When
      Sentiment sentiment = models.sentiment().read(Remotes.tenant(server, Format.NATIVE), WORDS);

      // Then
      assertThat(sentiment.by().note()).isEqualTo("remote: 429");
      assertThat(pace.pauses()).isEmpty();
      assertThat(server.arrived()).isEqualTo(1);
    }
  }

  @Test
  void shouldGiveARequestNoMoreThanIsLeftOfTheBudget() throws Exception {
    // Given a lookup of the secret that takes 3.5 of the 4.5 seconds
    FakePace pace = new FakePace();
    try (ModelServer server = ModelServer.start(Remotes.AT_ONCE.always(new ModelFault.Never()));
        RemoteModels models =
            RemoteModels.open(
                secret -> {
                  pace.advance(Duration.ofMillis(3_500));
                  return Remotes.SECRET;
                },
                new LexiconSentiment(),
                new KeywordCategory(),
                RemoteCalls.NONE,
                pace)) {

      // When
      Sentiment sentiment = models.sentiment().read(Remotes.tenant(server, Format.NATIVE), WORDS);

      // Then
      assertThat(sentiment.by().note()).isEqualTo("remote: timeout");
      assertThat(server.requests().getFirst().headers())
          .containsEntry("x-request-timeout-ms", "1000");
    }
  }

  @Test
  void shouldBeOverInTimeWhenTheModelNeverAnswers() throws Exception {
    // Given
    try (ModelServer server = ModelServer.start(Remotes.AT_ONCE.always(new ModelFault.Never()));
        RemoteModels models = Remotes.open(RemoteCalls.NONE, Pace.REAL)) {
      Tenant tenant = Remotes.tenant(server, Format.NATIVE, RetryRule.BUDGET.minusMillis(500));
      long start = System.nanoTime();

      // When
      Sentiment sentiment = models.sentiment().read(tenant, WORDS);

      // Then
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertThat(took).isBetween(Duration.ofSeconds(4), RetryRule.BUDGET.plusMillis(400));
      assertThat(sentiment.by().note()).isEqualTo("remote: timeout");
    }
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void shouldFallBackWhenALateAnswerIsTooLateInEveryFormat(Format format) throws Exception {
    // Given
    Behaviour late = Behaviour.answering(Latency.constant(Duration.ofSeconds(20)));
    try (ModelServer server = ModelServer.start(late);
        RemoteModels models = Remotes.open(RemoteCalls.NONE, new FakePace())) {

      // When
      Category category =
          models.category().read(Remotes.tenant(server, format, SHORT), "it is fraud");

      // Then
      assertThat(category.name()).isEqualTo("fraud");
      assertThat(category.by())
          .isEqualTo(new Provenance(KeywordCategory.MODEL, Source.FALLBACK, "remote: timeout"));
    }
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void shouldFallBackWhenNoLabelIsKnownInEveryFormat(Format format) throws Exception {
    // Given
    try (ModelServer server =
            ModelServer.start(Remotes.AT_ONCE.always(new ModelFault.UnknownLabel()));
        RemoteModels models = Remotes.open(RemoteCalls.NONE, new FakePace())) {

      // When
      Sentiment sentiment = models.sentiment().read(Remotes.tenant(server, format), WORDS);

      // Then
      assertThat(sentiment.by().note()).isEqualTo("remote: unknown label");
      assertThat(sentiment.by().source()).isEqualTo(Source.FALLBACK);
    }
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void shouldAskAgainWhenThereIsNoResultInEveryFormat(Format format) throws Exception {
    // Given
    try (ModelServer server =
            ModelServer.start(Remotes.AT_ONCE.first(new ModelFault.MissingItem()));
        RemoteModels models = Remotes.open(RemoteCalls.NONE, new FakePace())) {

      // When
      Sentiment sentiment = models.sentiment().read(Remotes.tenant(server, format), WORDS);

      // Then
      assertThat(sentiment.by().source()).isEqualTo(Source.REMOTE);
      assertThat(server.arrived()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void shouldReadNothingIntoGarbageInAnyFormat(Format format) throws Exception {
    // Given
    String[] bodies = {"null", "7", "\"negative\"", "[]", "[[]]", "{}", "[{}]", "[null]", "{\"a\""};
    ModelFault[] faults =
        Stream.of(bodies)
            .flatMap(it -> Stream.of(it, it))
            .map(ModelFault.Garbage::new)
            .toArray(ModelFault[]::new);
    try (ModelServer server = ModelServer.start(Remotes.AT_ONCE.first(faults))) {
      for (String ignored : bodies) {
        try (RemoteModels models = Remotes.open(RemoteCalls.NONE, new FakePace())) {

          // When
          Sentiment sentiment = models.sentiment().read(Remotes.tenant(server, format), WORDS);

          // Then
          assertThat(sentiment.by().source()).isEqualTo(Source.FALLBACK);
        }
      }
    }
  }

  @Test
  void shouldFallBackWhenNobodyListens() throws Exception {
    // Given
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    try (RemoteModels models = Remotes.open(RemoteCalls.NONE, new FakePace())) {
      Tenant tenant = tenantAt("http://127.0.0.1:" + port + "/enrich");

      // When
      Sentiment sentiment = models.sentiment().read(tenant, WORDS);

      // Then
      assertThat(sentiment.by().note()).isEqualTo("remote: no connection");
    }
  }

  @Test
  void shouldFallBackWhenClosed() throws Exception {
    // Given
    try (ModelServer server = ModelServer.start(Remotes.AT_ONCE)) {
      Tenant tenant = Remotes.tenant(server, Format.NATIVE);
      SentimentModel closed;
      try (RemoteModels models = Remotes.open(RemoteCalls.NONE, new FakePace())) {
        closed = models.sentiment();
        assertThat(closed.read(tenant, WORDS).by().source()).isEqualTo(Source.REMOTE);
      }

      // When
      Sentiment sentiment = closed.read(tenant, WORDS);

      // Then
      assertThat(sentiment.by().source()).isEqualTo(Source.FALLBACK);
    }
  }

  @Test
  void shouldJoinTheNoteOfTheEmbeddedModel() throws Exception {
    // Given
    Provenance by = new Provenance("small-1", Source.EMBEDDED, "not in a language it reads");
    try (ModelServer server =
            ModelServer.start(Remotes.AT_ONCE.always(new ModelFault.Status(400)));
        RemoteModels models =
            RemoteModels.open(
                secret -> Remotes.SECRET,
                (tenant, words) -> Sentiment.unknown(by),
                new KeywordCategory(),
                RemoteCalls.NONE)) {

      // When
      Sentiment sentiment = models.sentiment().read(Remotes.tenant(server, Format.NATIVE), WORDS);

      // Then
      assertThat(sentiment.by())
          .isEqualTo(
              new Provenance(
                  "small-1", Source.FALLBACK, "remote: 400; not in a language it reads"));
    }
  }

  @ParameterizedTest
  @MethodSource("bothFailures")
  void shouldSayThatNobodyAnswersWhenTheEmbeddedModelFailsToo(
      int status, boolean embeddedRetryable, boolean retryable) {
    // Given
    Counted counted = new Counted();
    ModelUnavailable broken =
        embeddedRetryable
            ? ModelUnavailable.temporarily("busy", null)
            : ModelUnavailable.permanently("broken", null);
    try (ModelServer server =
            ModelServer.start(Remotes.AT_ONCE.always(new ModelFault.Status(status)));
        RemoteModels models =
            RemoteModels.open(
                secret -> Remotes.SECRET,
                (tenant, words) -> {
                  throw broken;
                },
                new KeywordCategory(),
                counted,
                new FakePace())) {
      Tenant tenant = Remotes.tenant(server, Format.NATIVE);

      // When
      ThrowingCallable reading = () -> models.sentiment().read(tenant, WORDS);

      // Then
      assertThatThrownBy(reading)
          .isInstanceOfSatisfying(
              ModelUnavailable.class, e -> assertThat(e.retryable()).isEqualTo(retryable))
          .hasMessageStartingWith("remote: " + status);
      assertThat(counted.fallbacks).containsExactly(false);
    }
  }

  static Stream<Arguments> bothFailures() {
    return Stream.of(
        Arguments.of(400, false, false),
        Arguments.of(400, true, true),
        Arguments.of(401, false, false),
        Arguments.of(503, false, true));
  }

  @Test
  void shouldGiveUpWhenInterrupted() throws Exception {
    // Given
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    AtomicReference<@Nullable Boolean> still = new AtomicReference<>();
    Counted counted = new Counted();
    try (ModelServer server = ModelServer.start(Remotes.AT_ONCE.always(new ModelFault.Never()));
        RemoteModels models = Remotes.open(counted, Pace.REAL)) {
      Tenant tenant = Remotes.tenant(server, Format.NATIVE);
      Thread asking =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      models.sentiment().read(tenant, WORDS);
                    } catch (ModelUnavailable e) {
                      still.set(Thread.currentThread().isInterrupted());
                      thrown.set(e);
                    }
                  });
      await().until(() -> server.arrived() == 1);

      // When
      asking.interrupt();

      // Then
      assertThat(asking.join(Duration.ofSeconds(5))).isTrue();
      assertThat(thrown.get())
          .isInstanceOfSatisfying(ModelUnavailable.class, e -> assertThat(e.retryable()).isTrue());
      assertThat(still.get()).isTrue();
      assertThat(counted.fallbacks).isEmpty();
    }
  }

  @Test
  void shouldCountSettingsThatMakeNoRequestAsMisconfigured() throws Exception {
    // Given
    Counted counted = new Counted();
    Tenant tenant = tenantAt("http://127.0.0.1:99999/enrich");
    try (RemoteModels models = Remotes.open(counted, new FakePace())) {

      // When
      Sentiment sentiment = models.sentiment().read(tenant, WORDS);

      // Then
      assertThat(sentiment.by().note()).isEqualTo("remote: url is no address");
      assertThat(counted.outcomes).containsExactly(Outcome.MISCONFIGURED);
      assertThat(counted.requests).containsExactly(0);
    }
  }

  @Test
  void shouldLogNeitherSecretsNorMessagesAndComplainOncePerMinute() throws Exception {
    // Given
    FakePace pace = new FakePace();
    String words = "my card 4929-1111 was stolen";
    ListAppender<ILoggingEvent> events = new ListAppender<>();
    events.start();
    Logger root = (Logger) LoggerFactory.getLogger("dev.sluice");
    Level before = root.getLevel();
    root.setLevel(Level.TRACE);
    root.addAppender(events);
    try (ModelServer server =
            ModelServer.start(Remotes.AT_ONCE.always(new ModelFault.Status(401)));
        RemoteModels models = Remotes.open(RemoteCalls.NONE, pace);
        RemoteModels broken =
            RemoteModels.open(
                secret -> Remotes.SECRET + "\r\n",
                new LexiconSentiment(),
                new KeywordCategory(),
                RemoteCalls.NONE,
                pace);
        RemoteModels without =
            RemoteModels.open(
                secret -> {
                  throw new IllegalStateException(Remotes.SECRET);
                },
                new LexiconSentiment(),
                new KeywordCategory(),
                RemoteCalls.NONE,
                pace)) {
      Tenant tenant = Remotes.tenant(server, Format.NATIVE);

      // When
      for (int i = 0; i < 30; i++) {
        models.sentiment().read(tenant, words);
      }
      pace.advance(Duration.ofMinutes(1));
      models.sentiment().read(tenant, words);
      String header = String.valueOf(broken.sentiment().read(tenant, words));
      String none = String.valueOf(without.sentiment().read(tenant, words));

      // Then
      assertThat(header).contains("secret env:MODEL_TOKEN is no header");
      assertThat(none).contains("no secret env:MODEL_TOKEN");
      assertThat(events.list)
          .filteredOn(it -> it.getMessage().contains("misconfigured"))
          .hasSize(4);
      assertThat(events.list)
          .allSatisfy(
              it ->
                  assertThat(it.getFormattedMessage() + it.getKeyValuePairs())
                      .doesNotContain(Remotes.SECRET, words, "4929"))
          .allSatisfy(it -> assertThat(it.getThrowableProxy()).isNull());
    } finally {
      root.detachAppender(events);
      root.setLevel(before);
    }
  }

  private static Arguments fault(ModelFault fault, String reason, Outcome outcome, int requests) {
    return Arguments.of(fault, reason, outcome, requests);
  }

  private static Tenant tenantAt(String url) {
    return Remotes.tenant(
        Remotes.model(URI.create(url), Format.NATIVE, "/", Remotes.TIMEOUT), null);
  }
}
