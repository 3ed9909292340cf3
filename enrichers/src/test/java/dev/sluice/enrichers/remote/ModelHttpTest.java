package dev.sluice.enrichers.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of a connection whose answer nobody waits for any more.
@Timeout(60)
class ModelHttpTest {

  private static final String STALLED = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{";
  private static final String ENDLESS =
      "HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n" + " ".repeat(BoundedBody.BYTES_MAX + 1);

  @ParameterizedTest
  @ValueSource(strings = {"", STALLED, "ENDLESS"})
  void shouldCloseTheConnectionOfAnAnswerItGaveUp(String sent) throws Exception {
    // Given
    String answer = sent.equals("ENDLESS") ? ENDLESS : sent;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ModelHttp http = new ModelHttp(Pace.REAL)) {
      CompletableFuture<Boolean> closed =
          CompletableFuture.supplyAsync(() -> closedByClient(server, answer));

      // When
      Reply reply = http.send(request(server), Duration.ofMillis(500));

      // Then
      assertThat(reply)
          .isEqualTo(answer.equals(ENDLESS) ? new Reply.TooLarge() : new Reply.TimedOut());
      assertThat(closed.get(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  /// The server blocks a thread of the common pool, on a machine of two cores the only one.
  @Test
  void shouldReadAnAnswerOfExactlyTheLimitWhileTheCommonPoolIsBusy() throws Exception {
    // Given
    String body = " ".repeat(BoundedBody.BYTES_MAX);
    String answer = "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n".formatted(body.length());
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ModelHttp http = new ModelHttp(Pace.REAL)) {
      CompletableFuture<Void> answering =
          CompletableFuture.runAsync(() -> closedByClient(server, answer + body));

      // When
      Reply reply = http.send(request(server), Duration.ofSeconds(20));

      // Then
      assertThat(reply).isEqualTo(new Reply.Answered(200, body, null));
      assertThat(answering).isNotDone();
    }
  }

  private static HttpRequest request(ServerSocket server) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"))
        .POST(BodyPublishers.ofString("x"))
        .build();
  }

  /// Answers one request and waits until the client hangs up.
  private static boolean closedByClient(ServerSocket server, String answer) {
    try (Socket socket = server.accept()) {
      socket.setSoTimeout(15_000);
      InputStream in = socket.getInputStream();
      assertThat(in.read()).isNotNegative();
      OutputStream out = socket.getOutputStream();
      out.write(answer.getBytes(StandardCharsets.UTF_8));
      out.flush();
      return in.transferTo(OutputStream.nullOutputStream()) > 0;
    } catch (SocketException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
