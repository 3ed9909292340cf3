package dev.sluice.simulator;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.schemas.InvalidSetting;
import dev.sluice.schemas.Json;
import dev.sluice.schemas.RemoteModel.Format;
import dev.sluice.simulator.ModelWire.Twist;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Pretends to be the model server of a tenant: slow, and as unreliable as it is told. Speaks every
/// contract a tenant can name, each at a path of its own, and answers by counting words.
///
/// It holds thousands of slow requests at once, one virtual thread each. Thread-safe.
public final class ModelServer implements AutoCloseable {

  /// Connections the kernel holds until they are accepted; its own default limit.
  private static final int BACKLOG = 4096;

  /// The largest request: 32 messages of 4,096 characters take half of it.
  private static final int BODY_BYTES_MAX = 1024 * 1024;

  /// Any free one.
  private static final int FREE_PORT = 0;

  private static final int PORT_MAX = 65_535;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int TOO_LARGE = 413;
  private static final int UNPROCESSABLE = 422;
  private static final int NO_BODY = -1;

  private final HttpServer server;
  private final String host;
  private final ExecutorService threads;
  private final RecentRequests requests = new RecentRequests();
  private final AtomicLong arrived = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger peakInFlight = new AtomicInteger();
  private volatile Scene scene;

  /// How the server treats what arrives.
  ///
  /// @param latency before every answer and every fault
  /// @param first what goes wrong with the first requests, one each, in order
  /// @param always what goes wrong with every request after those; null when nothing does
  public record Behaviour(Latency latency, List<ModelFault> first, @Nullable ModelFault always) {

    /// The slowest model we were shown.
    public static final Behaviour DEFAULT = answering(Latency.constant(Duration.ofMillis(800)));

    public Behaviour {
      first = List.copyOf(first);
    }

    /// Answers everything, after that time.
    public static Behaviour answering(Latency latency) {
      return new Behaviour(latency, List.of(), null);
    }

    public Behaviour first(ModelFault... faults) {
      return new Behaviour(latency, List.of(faults), always);
    }

    public Behaviour always(ModelFault fault) {
      return new Behaviour(latency, first, fault);
    }
  }

  /// What a client sent.
  ///
  /// @param headers by their names in lower case, the first value of each
  public record Request(String path, Map<String, String> headers, String body) {
    public Request {
      headers = Map.copyOf(headers);
    }

    /// @throws UncheckedIOException when it is not JSON
    public JsonNode json() {
      try {
        return Json.mapper().readTree(body);
      } catch (JacksonException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// A behaviour and how many requests have met it.
  private record Scene(Behaviour behaviour, AtomicInteger met) {
    Optional<ModelFault> next() {
      int index = met.getAndIncrement();
      return index < behaviour.first().size()
          ? Optional.of(behaviour.first().get(index))
          : Optional.ofNullable(behaviour.always());
    }
  }

  private ModelServer(
      HttpServer server, String host, ExecutorService threads, Behaviour behaviour) {
    this.server = server;
    this.host = host;
    this.threads = threads;
    this.scene = new Scene(behaviour, new AtomicInteger());
  }

  /// Starts to serve on a free port of the loopback address.
  ///
  /// @throws UncheckedIOException when none can be bound
  public static ModelServer start(Behaviour behaviour) {
    return start(ProviderSettings.LOOPBACK, FREE_PORT, behaviour);
  }

  /// Starts to serve.
  ///
  /// @param host address listened on
  /// @param port 0 for any free one
  /// @throws InvalidSetting when the port is out of range
  /// @throws UncheckedIOException when it cannot be bound
  public static ModelServer start(String host, int port, Behaviour behaviour) {
    if (port < FREE_PORT || port > PORT_MAX) {
      throw new InvalidSetting(
          "port", port, "must be between %d and %d".formatted(FREE_PORT, PORT_MAX));
    }
    ServerTuning.apply();
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(host, port), BACKLOG);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on %s:%d".formatted(host, port), e);
    }
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("model-", 0).factory());
    ModelServer model = new ModelServer(server, host, threads, behaviour);
    server.setExecutor(threads);
    server.createContext("/", model::handle);
    server.start();
    return model;
  }

  /// Where all paths begin.
  public URI url() {
    return URI.create("http://" + host + ":" + server.getAddress().getPort());
  }

  /// What a tenant's setting `url` holds for that contract.
  ///
  /// @param task `sentiment` or `category`
  public URI url(Format format, String task) {
    return url().resolve(ModelWire.path(format, task));
  }

  /// Changes how requests are treated that arrive from now on.
  public void behave(Behaviour behaviour) {
    scene = new Scene(behaviour, new AtomicInteger());
  }

  /// The last 1,000 requests, oldest first.
  public List<Request> requests() {
    return requests.all();
  }

  /// Requests that arrived, whatever became of them.
  public long arrived() {
    return arrived.get();
  }

  /// Requests that got status 200 with a whole body.
  public long answered() {
    return answered.get();
  }

  /// The most requests there were at the same time.
  public int peakInFlight() {
    return peakInFlight.get();
  }

  /// Stops at once: open requests get no answer.
  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }

  /// An exchange closed before its answer is complete closes its connection.
  private void handle(HttpExchange exchange) throws IOException {
    peakInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    try (exchange) {
      serve(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      inFlight.decrementAndGet();
    }
  }

  private void serve(HttpExchange exchange) throws IOException, InterruptedException {
    String path = exchange.getRequestURI().getPath();
    byte[] body;
    try (InputStream in = exchange.getRequestBody()) {
      body = in.readNBytes(BODY_BYTES_MAX + 1);
    }
    Optional<ModelWire> wire = ModelWire.at(path);
    if (wire.isEmpty() || body.length > BODY_BYTES_MAX) {
      exchange.sendResponseHeaders(wire.isEmpty() ? NOT_FOUND : TOO_LARGE, NO_BODY);
      return;
    }
    Scene now = scene;
    long number = arrived.incrementAndGet();
    requests.add(exchange, path, new String(body, StandardCharsets.UTF_8));
    Optional<ModelFault> fault = now.next();
    Thread.sleep(now.behaviour().latency().draw(0, path, (int) number));
    if (fault.isEmpty()) {
      answer(exchange, wire.get(), body, Twist.NONE, 0);
    } else {
      spoil(exchange, wire.get(), body, fault.get());
    }
  }

  private void spoil(HttpExchange exchange, ModelWire wire, byte[] body, ModelFault fault)
      throws IOException, InterruptedException {
    switch (fault) {
      case ModelFault.Never _ -> Thread.sleep(Latency.LONGEST);
      case ModelFault.Stall _ -> {
        begin(exchange);
        Thread.sleep(Latency.LONGEST);
      }
      case ModelFault.DropBeforeHead _ -> {} // closing the exchange is all there is to it
      case ModelFault.DropInBody _ -> begin(exchange);
      case ModelFault.Status status -> {
        if (status.retryAfter() != null) {
          exchange.getResponseHeaders().set("Retry-After", status.retryAfter());
        }
        exchange.sendResponseHeaders(status.status(), NO_BODY);
      }
      case ModelFault.Garbage garbage -> write(exchange, garbage.body());
      case ModelFault.Oversize oversize ->
          answer(exchange, wire, body, Twist.NONE, oversize.bytes());
      case ModelFault.UnknownLabel _ -> answer(exchange, wire, body, Twist.UNKNOWN_LABEL, 0);
      case ModelFault.WrongIds _ -> answer(exchange, wire, body, Twist.WRONG_IDS, 0);
      case ModelFault.MissingItem _ -> answer(exchange, wire, body, Twist.MISSING_ITEM, 0);
    }
  }

  /// Announces more than it sends.
  private static void begin(HttpExchange exchange) throws IOException {
    byte[] start = "{\"results\":".getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(OK, start.length * 10L);
    OutputStream out = exchange.getResponseBody();
    out.write(start);
    out.flush();
  }

  private void answer(HttpExchange exchange, ModelWire wire, byte[] body, Twist twist, int padding)
      throws IOException {
    JsonNode answer;
    try {
      answer = wire.answer(Json.mapper().readTree(body), twist);
    } catch (JacksonException | IllegalArgumentException e) {
      exchange.sendResponseHeaders(UNPROCESSABLE, NO_BODY);
      return;
    }
    write(exchange, answer + " ".repeat(padding));
    answered.incrementAndGet();
  }

  private static void write(HttpExchange exchange, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(OK, bytes.length == 0 ? NO_BODY : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }
}
