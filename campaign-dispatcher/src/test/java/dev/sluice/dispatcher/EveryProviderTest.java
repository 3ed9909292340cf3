package dev.sluice.dispatcher;

import static dev.sluice.dispatcher.SomeProviders.ACCOUNT;
import static dev.sluice.dispatcher.SomeProviders.PATIENT;
import static dev.sluice.dispatcher.SomeProviders.PROMPT;
import static dev.sluice.dispatcher.SomeProviders.STALE;
import static dev.sluice.dispatcher.SomeProviders.TOKEN;
import static dev.sluice.dispatcher.SomeProviders.settings;
import static dev.sluice.dispatcher.SomeProviders.simulator;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dispatcher.ProviderAnswer.Accepted;
import dev.sluice.dispatcher.ProviderAnswer.InDoubt;
import dev.sluice.dispatcher.ProviderAnswer.Refused;
import dev.sluice.dispatcher.ProviderAnswer.TenantStopped;
import dev.sluice.dispatcher.ProviderAnswer.Throttled;
import dev.sluice.dispatcher.ProviderAnswer.Transient;
import dev.sluice.schemas.Address;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.OutboundMessage.Body;
import dev.sluice.schemas.SecretRef;
import dev.sluice.schemas.Tenant.Provider.Kind;
import dev.sluice.schemas.TenantId;
import dev.sluice.simulator.Failure;
import dev.sluice.simulator.Latency;
import dev.sluice.simulator.ProviderSimulator;
import dev.sluice.simulator.Throttle;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What holds for every kind of provider. Over HTTP, against the simulated provider where it can
/// behave as needed, else against a socket.
@Timeout(60)
final class EveryProviderTest {

  private static final Duration SHORT = Duration.ofMillis(500);

  private final Providers providers =
      new Providers(Duration.ofSeconds(10), SomeProviders.SECRETS, InstantSource.system());

  @AfterEach
  void close() {
    providers.close();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void shouldReportTheIdOfATemplateThatWasAccepted(Kind kind) throws InterruptedException {
    try (ProviderSimulator simulator = simulator(PROMPT)) {
      // Given
      OutboundMessage message = Messages.bulk(new TenantId("acme"), "m-1");

      // When
      ProviderAnswer answer = providers.of(settings(kind, simulator.base())).send(message);

      // Then
      assertThat(answer)
          .isInstanceOfSatisfying(
              Accepted.class, it -> assertThat(it.providerMessageId()).matches(idOf(kind)));
      assertThat(simulator.report().of(ACCOUNT).accepted())
          .containsOnlyKeys(kind == Kind.TWILIO ? "whatsapp:+" + to(message) : "m-1");
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void shouldSendATextWhateverIsInIt(Kind kind) throws InterruptedException {
    try (ProviderSimulator simulator = simulator(PROMPT)) {
      // Given
      Body text = new Body.Text("50% & more=\"{{to}}\" é\n👍");

      // When
      ProviderAnswer answer =
          providers.of(settings(kind, simulator.base())).send(message(Channel.WHATSAPP, text));

      // Then
      assertThat(answer).isInstanceOf(Accepted.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void shouldTellThrottlingAndHowLongItLasts(Kind kind) throws InterruptedException {
    Throttle throttle =
        Throttle.rate(1)
            .withRetryAfter(Duration.ofSeconds(7))
            .withHttpStatus(kind == Kind.DIALOG_360 ? 400 : 429);
    try (ProviderSimulator simulator = simulator(PROMPT.withThrottle(throttle))) {
      // Given
      Provider provider = providers.of(settings(kind, simulator.base()));
      provider.send(message("m-1"));

      // When
      ProviderAnswer answer = provider.send(message("m-2"));

      // Then
      assertThat(answer)
          .isInstanceOfSatisfying(
              Throttled.class, it -> assertThat(it.asked()).isEqualTo(Duration.ofSeconds(7)));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void shouldStopTheTenantWhoseSecretIsRefused(Kind kind) throws InterruptedException {
    try (ProviderSimulator simulator = simulator(PROMPT)) {
      // Given
      Provider provider = providers.of(settings(kind, simulator.base(), STALE, PATIENT));

      // When
      ProviderAnswer answer = provider.send(message("m-1"));

      // Then
      assertThat(answer).isInstanceOf(TenantStopped.class);
      assertThat(simulator.report().of(ACCOUNT).arrivals()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void shouldNameTheSecretThatIsMissingAndSendNothing(Kind kind) throws InterruptedException {
    // Given
    SecretRef absent = new SecretRef("env:ABSENT");
    Provider provider =
        providers.of(settings(kind, URI.create("http://127.0.0.1:1"), absent, PATIENT));

    // When
    ProviderAnswer answer = provider.send(message("m-1"));

    // Then
    assertThat(answer).isEqualTo(new TenantStopped("secret", "secret 'env:ABSENT' is not set"));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void shouldStopTheTenantWhoseAddressIsNone(Kind kind) throws InterruptedException {
    // Given
    Provider provider = providers.of(settings(kind, URI.create("http://127.0.0.1:99999")));

    // When
    ProviderAnswer answer = provider.send(message("m-1"));

    // Then
    assertThat(answer)
        .isInstanceOfSatisfying(
            TenantStopped.class, it -> assertThat(it.code()).isEqualTo("address"));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void shouldDoubtAMessageWhoseConnectionDropsAfterTheBody(Kind kind) throws InterruptedException {
    try (ProviderSimulator simulator = simulator(PROMPT.withDropShare(1))) {
      // Given
      Provider provider = providers.of(settings(kind, simulator.base()));

      // When
      ProviderAnswer answer = provider.send(message("m-1"));

      // Then
      assertThat(answer).isInstanceOf(InDoubt.class);
      assertThat(simulator.report().of(ACCOUNT).arrivals()).containsValue(1).hasSize(1);
    }
  }

  /// Hung up in the handshake of TLS: a moment that is surely before the body.
  @ParameterizedTest
  @EnumSource(Kind.class)
  void shouldBeSureOfAMessageWhoseConnectionDropsBeforeTheBody(Kind kind)
      throws IOException, InterruptedException {
    try (ServerSocket server = serverThatHangsUp()) {
      // Given
      URI secure = URI.create("https://127.0.0.1:" + server.getLocalPort());

      // When
      ProviderAnswer answer = providers.of(settings(kind, secure)).send(message("m-1"));

      // Then
      assertThat(answer)
          .isInstanceOfSatisfying(
              Transient.class, it -> assertThat(it.code()).isEqualTo("connection"));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void shouldBeSureThatNothingWasSentWhenNobodyListens(Kind kind)
      throws IOException, InterruptedException {
    // Given
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }

    // When
    ProviderAnswer answer =
        providers.of(settings(kind, URI.create("http://127.0.0.1:" + port))).send(message("m-1"));

    // Then
    assertThat(answer).isEqualTo(new Transient("connection", "no connection: ConnectException"));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void shouldDoubtAMessageWhoseAnswerTakesTooLong(Kind kind) throws InterruptedException {
    Latency late = Latency.constant(Duration.ofSeconds(60));
    try (ProviderSimulator simulator = simulator(PROMPT.withLatency(late))) {
      // Given
      Provider provider = providers.of(settings(kind, simulator.base(), TOKEN, SHORT));

      // When
      ProviderAnswer answer = provider.send(message("m-1"));

      // Then
      assertThat(answer).isEqualTo(new InDoubt("no answer: HttpTimeoutException"));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void shouldDoubtAMessageWhoseAnswerStopsInItsBody(Kind kind)
      throws IOException, InterruptedException {
    try (ServerSocket server = serverThatSays("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")) {
      // Given
      Provider provider = providers.of(settings(kind, address(server), TOKEN, SHORT));

      // When
      ProviderAnswer answer = provider.send(message("m-1"));

      // Then
      assertThat(answer).isEqualTo(new InDoubt("no answer: TimeoutException"));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void shouldNotReadAnEndlessAnswer(Kind kind) throws IOException, InterruptedException {
    String body = "x".repeat(200_000);
    String answerText = "HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + body;
    try (ServerSocket server = serverThatSays(answerText)) {
      // Given
      Provider provider = providers.of(settings(kind, address(server)));

      // When
      ProviderAnswer answer = provider.send(message("m-1"));

      // Then
      assertThat(answer).isEqualTo(new InDoubt("no answer: IOException"));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void shouldDoubtASuccessWithoutAnId(Kind kind) throws IOException, InterruptedException {
    try (ServerSocket server = serverThatSays("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")) {
      // Given
      Provider provider = providers.of(settings(kind, address(server)));

      // When
      ProviderAnswer answer = provider.send(message("m-1"));

      // Then
      assertThat(answer).isInstanceOf(InDoubt.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void shouldTryAgainAfterAnErrorOfTheServer(Kind kind) throws InterruptedException {
    try (ProviderSimulator simulator = simulator(PROMPT.withFailures(Failure.serverError(1)))) {
      // Given
      Provider provider = providers.of(settings(kind, simulator.base()));

      // When
      ProviderAnswer answer = provider.send(message("m-1"));

      // Then
      assertThat(answer).isEqualTo(new Transient("http-500", "HTTP status 500"));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void shouldRefuseAChannelItDoesNotServe(Kind kind) throws InterruptedException {
    // Given
    Provider provider = providers.of(settings(kind, URI.create("http://127.0.0.1:1")));

    // When
    ProviderAnswer answer = provider.send(message(Channel.MESSENGER, new Body.Text("hello")));

    // Then
    assertThat(answer).isInstanceOf(Refused.class);
  }

  /// Every worker of the common pool waits for the test, so whatever needs one would, too.
  @ParameterizedTest
  @EnumSource(Kind.class)
  void shouldAnswerAndTimeOutWhileTheCommonPoolIsBusy(Kind kind)
      throws IOException, InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    try (ProviderSimulator simulator = simulator(PROMPT);
        ServerSocket stuck = serverThatSays("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")) {
      // Given
      blockCommonPool(release);
      Provider provider =
          providers.of(settings(kind, simulator.base(), TOKEN, Duration.ofSeconds(5)));
      Provider late = providers.of(settings(kind, address(stuck), TOKEN, SHORT));

      // When
      List<ProviderAnswer> answers =
          List.of(provider.send(message("m-1")), late.send(message("m-2")));

      // Then
      assertThat(answers.getFirst()).isInstanceOf(Accepted.class);
      assertThat(answers.getLast()).isEqualTo(new InDoubt("no answer: TimeoutException"));
    } finally {
      release.countDown();
    }
  }

  private static void blockCommonPool(CountDownLatch release) throws InterruptedException {
    int workers = ForkJoinPool.getCommonPoolParallelism();
    CountDownLatch busy = new CountDownLatch(workers);
    for (int i = 0; i < workers; i++) {
      ForkJoinPool.commonPool()
          .execute(
              () -> {
                busy.countDown();
                try {
                  release.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
    }
    busy.await();
  }

  private static String idOf(Kind kind) {
    return switch (kind) {
      case WHATSAPP_CLOUD, DIALOG_360 -> "wamid\\..+";
      case TWILIO -> "SM[0-9a-f]{32}";
      case HTTP -> "\\d+";
    };
  }

  private static URI address(ServerSocket server) {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /// A server that hangs up after the client's first words.
  private static ServerSocket serverThatHangsUp() throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(
        () -> {
          try (Socket socket = server.accept()) {
            int read = socket.getInputStream().read(new byte[16 * 1024]);
            assertThat(read).isPositive();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return server;
  }

  /// A server that reads a little, says this much, and is silent from then on.
  private static ServerSocket serverThatSays(String text) throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(
        () -> {
          try (Socket socket = server.accept()) {
            byte[] head = new byte[512];
            int read = socket.getInputStream().read(head);
            assertThat(read).isPositive();
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            while (socket.getInputStream().read(head) >= 0) {
              // until the client hangs up
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return server;
  }

  private static String to(OutboundMessage message) {
    return message.recipient().value();
  }

  private static OutboundMessage message(String id) {
    return Messages.bulk(new TenantId("acme"), id);
  }

  private static OutboundMessage message(Channel channel, Body body) {
    return new OutboundMessage(
        new TenantId("acme"), "m-1", null, channel, new Address("4915550001"), body, Instant.EPOCH);
  }
}
