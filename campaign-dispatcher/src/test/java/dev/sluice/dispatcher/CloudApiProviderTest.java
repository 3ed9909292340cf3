package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dispatcher.ProviderAnswer.Accepted;
import dev.sluice.dispatcher.ProviderAnswer.InDoubt;
import dev.sluice.dispatcher.ProviderAnswer.RecipientBusy;
import dev.sluice.dispatcher.ProviderAnswer.Refused;
import dev.sluice.dispatcher.ProviderAnswer.TenantStopped;
import dev.sluice.dispatcher.ProviderAnswer.Throttled;
import dev.sluice.dispatcher.ProviderAnswer.Transient;
import dev.sluice.schemas.Address;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.SecretRef;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.simulator.Failure;
import dev.sluice.simulator.Latency;
import dev.sluice.simulator.ProviderAccount;
import dev.sluice.simulator.ProviderBehaviour;
import dev.sluice.simulator.ProviderSettings;
import dev.sluice.simulator.ProviderSimulator;
import dev.sluice.simulator.Throttle;
import dev.sluice.tenants.Secrets;
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
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Over HTTP, against the simulated provider where it can behave as needed, else against a socket.
@Timeout(60)
final class CloudApiProviderTest {

  private static final String ACCOUNT = "15550001";
  private static final SecretRef TOKEN = new SecretRef("env:TOKEN");
  private static final Secrets SECRETS =
      Secrets.withEnvironment(Map.of("TOKEN", "t0ken", "STALE", "expired"));
  private static final ProviderBehaviour PROMPT =
      ProviderBehaviour.accepting(Latency.constant(Duration.ZERO));

  private final Providers providers =
      new Providers(Duration.ofSeconds(10), SECRETS, InstantSource.system());

  @AfterEach
  void close() {
    providers.close();
  }

  @Test
  void shouldReportTheIdOfAMessageThatWasAccepted() throws InterruptedException {
    try (ProviderSimulator simulator = simulator(PROMPT)) {
      // Given
      OutboundMessage message = message("m-1");

      // When
      ProviderAnswer answer = provider(simulator.url(), TOKEN).send(message);

      // Then
      assertThat(answer)
          .isInstanceOfSatisfying(
              Accepted.class, it -> assertThat(it.providerMessageId()).startsWith("wamid."));
      assertThat(simulator.report().of(ACCOUNT).accepted()).isEqualTo(Map.of("m-1", 1));
    }
  }

  @Test
  void shouldTellThrottlingAndHowLongItLasts() throws InterruptedException {
    Throttle throttle = Throttle.rate(1).withRetryAfter(Duration.ofSeconds(7)).withHttpStatus(400);
    try (ProviderSimulator simulator = simulator(PROMPT.withThrottle(throttle))) {
      // Given
      Provider provider = provider(simulator.url(), TOKEN);
      provider.send(message("m-1"));

      // When
      ProviderAnswer answer = provider.send(message("m-2"));

      // Then
      assertThat(answer)
          .isInstanceOfSatisfying(
              Throttled.class, it -> assertThat(it.asked()).isEqualTo(Duration.ofSeconds(7)));
    }
  }

  @Test
  void shouldTellApartWaysToFail() throws InterruptedException {
    // Given
    List<Failure> failures =
        List.of(
            Failure.undeliverable(1),
            Failure.transientError(1),
            Failure.pairRate(1),
            Failure.serverError(1));
    List<Class<?>> kinds;

    // When
    try (ProviderSimulator simulator = simulator(PROMPT)) {
      kinds = failures.stream().<Class<?>>map(it -> answer(simulator, it).getClass()).toList();
    }

    // Then
    assertThat(kinds)
        .isEqualTo(List.of(Refused.class, Transient.class, RecipientBusy.class, Transient.class));
  }

  private ProviderAnswer answer(ProviderSimulator simulator, Failure failure) {
    simulator.behave(ACCOUNT, PROMPT.withFailures(failure));
    try {
      return provider(simulator.url(), TOKEN).send(message("m-1"));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldStopTheTenantWhoseTokenIsRefused() throws InterruptedException {
    try (ProviderSimulator simulator = simulator(PROMPT)) {
      // Given
      Provider provider = provider(simulator.url(), new SecretRef("env:STALE"));

      // When
      ProviderAnswer answer = provider.send(message("m-1"));

      // Then
      assertThat(answer)
          .isInstanceOfSatisfying(
              TenantStopped.class, it -> assertThat(it.code()).isEqualTo("190"));
    }
  }

  @Test
  void shouldNameTheSecretThatIsMissingAndSendNothing() throws InterruptedException {
    // Given
    Provider provider = provider(URI.create("http://127.0.0.1:1"), new SecretRef("env:ABSENT"));

    // When
    ProviderAnswer answer = provider.send(message("m-1"));

    // Then
    assertThat(answer).isEqualTo(new TenantStopped("secret", "secret 'env:ABSENT' is not set"));
  }

  @Test
  void shouldDoubtAMessageWhoseConnectionWasClosedWithoutAnAnswer() throws InterruptedException {
    try (ProviderSimulator simulator = simulator(PROMPT.withDropShare(1))) {
      // Given
      Provider provider = provider(simulator.url(), TOKEN);

      // When
      ProviderAnswer answer = provider.send(message("m-1"));

      // Then
      assertThat(answer).isInstanceOf(InDoubt.class);
      assertThat(simulator.report().of(ACCOUNT).arrivals()).isEqualTo(Map.of("m-1", 1));
    }
  }

  @Test
  void shouldDoubtAMessageWhoseAnswerTakesTooLong() throws InterruptedException {
    Latency late = Latency.constant(Duration.ofSeconds(60));
    try (ProviderSimulator simulator = simulator(PROMPT.withLatency(late))) {
      // Given
      Provider provider = provider(simulator.url(), TOKEN, Duration.ofMillis(500));

      // When
      ProviderAnswer answer = provider.send(message("m-1"));

      // Then
      assertThat(answer).isInstanceOf(InDoubt.class);
    }
  }

  @Test
  void shouldBeSureThatNothingWasSentWhenNobodyListens() throws IOException, InterruptedException {
    // Given
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }

    // When
    ProviderAnswer answer =
        provider(URI.create("http://127.0.0.1:" + port), TOKEN).send(message("m-1"));

    // Then
    assertThat(answer).isEqualTo(new Transient("connection", "no connection: ConnectException"));
  }

  @Test
  void shouldDoubtAMessageWhoseAnswerBreaksOffInItsBody() throws IOException, InterruptedException {
    try (ServerSocket server = serverThatSays("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")) {
      // Given
      Provider provider = provider(address(server), TOKEN, Duration.ofMillis(500));

      // When
      ProviderAnswer answer = provider.send(message("m-1"));

      // Then
      assertThat(answer).isInstanceOf(InDoubt.class);
    }
  }

  @Test
  void shouldNotReadAnEndlessAnswer() throws IOException, InterruptedException {
    String body = "x".repeat(200_000);
    String answerText = "HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + body;
    try (ServerSocket server = serverThatSays(answerText)) {
      // Given
      Provider provider = provider(address(server), TOKEN);

      // When
      ProviderAnswer answer = provider.send(message("m-1"));

      // Then
      assertThat(answer).isEqualTo(new InDoubt("no answer: IOException"));
    }
  }

  @Test
  void shouldRefuseAChannelItDoesNotServe() throws InterruptedException {
    // Given
    OutboundMessage message =
        new OutboundMessage(
            new TenantId("acme"),
            "m-1",
            null,
            Channel.MESSENGER,
            new Address("psid"),
            new OutboundMessage.Body.Text("hello"),
            Instant.EPOCH);

    // When
    ProviderAnswer answer = provider(URI.create("http://127.0.0.1:1"), TOKEN).send(message);

    // Then
    assertThat(answer).isInstanceOf(Refused.class);
  }

  private static ProviderSimulator simulator(ProviderBehaviour behaviour) {
    return ProviderSimulator.start(
        ProviderSettings.of(ProviderAccount.of(ACCOUNT, "t0ken", behaviour)));
  }

  /// One whose requests never take too long, however busy the machine is.
  private Provider provider(URI url, SecretRef token) {
    return provider(url, token, Duration.ofSeconds(20));
  }

  private Provider provider(URI url, SecretRef token, Duration requestTimeout) {
    return providers.of(
        new Tenant.Provider(
            Tenant.Provider.Kind.WHATSAPP_CLOUD, url, ACCOUNT, token, 30, 1000, requestTimeout));
  }

  private static URI address(ServerSocket server) {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
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

  private static OutboundMessage message(String id) {
    return Messages.bulk(new TenantId("acme"), id);
  }
}
