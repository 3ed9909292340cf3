package dev.sluice.simulator;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.schemas.InvalidSetting;
import dev.sluice.simulator.AccountDesk.Reply;
import dev.sluice.simulator.ProviderContract.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Pretends to be the providers of many tenants, each account with a behaviour of its own: an HTTP
/// server that speaks WhatsApp's Cloud API at `/<version>/<phone number id>/messages`, 360dialog at
/// `/messages`, Twilio at `/2010-04-01/Accounts/<sid>/Messages.json`, and a JSON of no one's at
/// `/http/<account>/send`.
///
/// It holds thousands of slow requests at once, one virtual thread each, and counts everything by
/// our own message id, which a send carries within `biz_opaque_callback_data` or as `reference`;
/// for Twilio by recipient. Thread-safe.
public final class ProviderSimulator implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ProviderSimulator.class);

  private static final List<ProviderContract> CONTRACTS =
      List.of(new CloudApi(), new Dialog360(), new Twilio(), new PlainHttp());

  /// Connections the kernel holds until they are accepted; its own default limit.
  private static final int BACKLOG = 4096;

  /// The largest send: a text of 4,096 characters or a template is a hundredth of it.
  private static final int BODY_BYTES_MAX = 1024 * 1024;

  private static final int ERRORS_FROM = 300;
  private static final int NOT_FOUND = 404;
  private static final int TOO_LARGE = 413;
  private static final int NO_BODY = -1;

  private final HttpServer server;
  private final ExecutorService threads;
  private final Map<String, AccountDesk> desks;
  private final String host;

  private ProviderSimulator(
      HttpServer server, ExecutorService threads, Map<String, AccountDesk> desks, String host) {
    this.server = server;
    this.threads = threads;
    this.desks = desks;
    this.host = host;
  }

  /// Starts to listen and to serve.
  ///
  /// @throws UncheckedIOException when the address cannot be bound
  public static ProviderSimulator start(ProviderSettings settings) {
    return start(settings, ProviderWitness.NOBODY);
  }

  /// The same, with somebody who sees each send.
  public static ProviderSimulator start(ProviderSettings settings, ProviderWitness witness) {
    ServerTuning.apply();
    HttpServer server = bind(settings);
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("provider-", 0).factory());
    Map<String, AccountDesk> desks = new HashMap<>();
    for (ProviderAccount account : settings.accounts()) {
      desks.put(account.id(), new AccountDesk(account, settings.seed(), witness));
    }
    ProviderSimulator simulator =
        new ProviderSimulator(server, threads, Map.copyOf(desks), settings.host());
    server.setExecutor(threads);
    server.createContext("/", simulator::handle);
    server.start();
    return simulator;
  }

  /// Where the Cloud API begins: what a tenant's provider setting `url` holds.
  public URI url() {
    return URI.create(base() + "/v23.0");
  }

  /// Where the other contracts begin.
  public URI base() {
    return URI.create("http://" + host + ":" + port());
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /// What happened so far.
  public ProviderReport report() {
    Map<String, AccountReport> reports = new HashMap<>();
    desks.forEach((id, desk) -> reports.put(id, desk.report()));
    return new ProviderReport(reports);
  }

  /// Changes how an account treats requests that arrive from now on.
  ///
  /// @throws InvalidSetting when there is no such account
  public void behave(String account, ProviderBehaviour behaviour) {
    AccountDesk desk = desks.get(account);
    if (desk == null) {
      throw new InvalidSetting("account", account, "is not served here");
    }
    desk.behave(behaviour);
  }

  /// Waits until every status of every accepted message is posted or given up.
  ///
  /// @return false when that took longer
  public boolean awaitStatuses(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    for (AccountDesk desk : desks.values()) {
      Optional<StatusFeed> feed = desk.feed();
      Duration left = Duration.ofNanos(deadline - System.nanoTime());
      if (feed.isPresent() && !feed.get().awaitPosted(left)) {
        return false;
      }
    }
    return true;
  }

  /// Stops at once: open requests get no answer, waiting statuses are not posted.
  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
    desks.values().forEach(AccountDesk::close);
  }

  private static HttpServer bind(ProviderSettings settings) {
    try {
      return HttpServer.create(new InetSocketAddress(settings.host(), settings.port()), BACKLOG);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot listen on %s:%d".formatted(settings.host(), settings.port()), e);
    }
  }

  /// An exchange closed before an answer was begun closes its connection.
  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (reply(exchange)) {
        case Reply.Answered answered -> write(exchange, answered);
        case Reply.Silence _ -> {}
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.atError().addKeyValue("reason", e).log("simulated provider failed");
      throw e;
    }
  }

  private Reply reply(HttpExchange exchange) throws IOException, InterruptedException {
    String path = exchange.getRequestURI().getPath();
    byte[] body = read(exchange.getRequestBody());
    Optional<ProviderContract> served =
        CONTRACTS.stream().filter(it -> it.serves(path)).findFirst();
    if (served.isEmpty() || !exchange.getRequestMethod().equals("POST")) {
      return answered(CloudApi.error(NOT_FOUND, 2500, "Unknown path components"));
    }
    ProviderContract contract = served.get();
    Optional<AccountDesk> desk = desk(contract, path, exchange.getRequestHeaders());
    if (desk.isEmpty()) {
      return answered(contract.unknownAccount());
    }
    if (!desk.get().isAllowed(contract, exchange.getRequestHeaders())) {
      return answered(contract.unauthorized());
    }
    if (body.length > BODY_BYTES_MAX) {
      return answered(new Answer(TOO_LARGE, ""));
    }
    return desk.get().serve(contract, body);
  }

  /// The account a path names, or the one whose secret it is.
  private Optional<AccountDesk> desk(ProviderContract contract, String path, Headers headers) {
    Optional<String> named = contract.account(path);
    return named.isPresent()
        ? Optional.ofNullable(desks.get(named.get()))
        : desks.values().stream().filter(it -> it.isAllowed(contract, headers)).findFirst();
  }

  private static byte[] read(InputStream body) throws IOException {
    return body.readNBytes(BODY_BYTES_MAX + 1);
  }

  private static Reply answered(Answer answer) {
    return new Reply.Answered(answer, null);
  }

  private static void write(HttpExchange exchange, Reply.Answered answered) throws IOException {
    Answer answer = answered.answer();
    Duration retryAfter = answered.retryAfter();
    if (retryAfter != null && answer.status() >= ERRORS_FROM) {
      long seconds = retryAfter.plusNanos(TimeUnit.SECONDS.toNanos(1) - 1).toSeconds();
      exchange.getResponseHeaders().set("Retry-After", Long.toString(seconds));
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? NO_BODY : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }
}
