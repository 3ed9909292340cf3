package dev.sluice.launcher.http;

import dev.sluice.launcher.CannotStart;
import dev.sluice.launcher.settings.HttpSettings;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.BindException;
import java.util.Map;

/// The one HTTP server of a process.
///
/// It serves the controllers of those services that are handed to it: each controller requires its
/// service as a bean, so a process without the gateway has no webhook address. Health and metrics
/// are always there.
public final class HttpEdge implements AutoCloseable {

  /// How long requests under way may take to end when the server stops. The gateway's own deadline
  /// is 2 s; event streams are cut.
  private static final String QUIET_PERIOD = "0s";

  private static final String STOP_LIMIT = "3s";

  private final ApplicationContext context;
  private final EmbeddedServer server;

  private HttpEdge(ApplicationContext context, EmbeddedServer server) {
    this.context = context;
    this.server = server;
  }

  /// Starts the server and returns when it accepts connections.
  ///
  /// @param limits what the services' controllers need the server to be set to, by Micronaut's
  ///   names
  /// @param services the objects controllers ask for
  /// @throws CannotStart when the address is taken or is none of this machine's
  public static HttpEdge start(
      HttpSettings settings, Map<String, Object> limits, Object... services) {
    ApplicationContext context =
        ApplicationContext.builder()
            .banner(false)
            .deduceEnvironment(false)
            .deduceCloudEnvironment(false)
            .bootstrapEnvironment(false)
            .environmentPropertySource(false)
            .properties(properties(settings))
            .properties(limits)
            .singletons(services)
            .build();
    boolean started = false;
    try {
      context.start();
      EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
      started = true;
      return new HttpEdge(context, server);
    } catch (RuntimeException e) {
      throw explained(e, settings);
    } finally {
      if (!started) {
        context.close();
      }
    }
  }

  /// The port it listens on.
  public int port() {
    return server.getPort();
  }

  /// Stops accepting, lets requests end, and closes. Idempotent.
  @Override
  public void close() {
    server.stop();
    context.close();
  }

  /// Environment variables do not reach Micronaut: a stray `MICRONAUT_…` would change the product.
  private static Map<String, Object> properties(HttpSettings settings) {
    return Map.ofEntries(
        Map.entry("micronaut.application.name", "sluice"),
        Map.entry("micronaut.server.host", settings.host()),
        Map.entry("micronaut.server.port", settings.port() == 0 ? -1 : settings.port()),
        Map.entry("micronaut.server.netty.shutdown-quiet-period", QUIET_PERIOD),
        Map.entry("micronaut.netty.event-loops.default.shutdown-quiet-period", QUIET_PERIOD),
        Map.entry("micronaut.netty.event-loops.default.shutdown-timeout", STOP_LIMIT));
  }

  private static RuntimeException explained(RuntimeException failure, HttpSettings settings) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof BindException taken) {
        return settings.cannotListen(taken);
      }
    }
    return failure;
  }
}
