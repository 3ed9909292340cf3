package dev.sluice.embedded;

import dev.sluice.embedded.EmbeddedStartException.Reason;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A Kafka broker in this process, which is also its own controller.
///
/// Topics, records, offsets and transactions live in the data directory and survive a clean close
/// and a SIGKILL of the process alike; after a SIGKILL the next start takes up to 1.5 s longer,
/// until the session of the dead broker has ended. They survive a power cut only with the override
/// `log.flush.interval.messages=1`, because Kafka leaves writing to disk to the operating system
/// and there is no second replica.
///
/// It listens on 127.0.0.1 only, without authentication: any user of this machine may connect. A
/// broker whose log directory disappears or whose disk is full ends the whole process, as Kafka
/// always does: close it before deleting its directory.
///
/// Thread-safe; several may run in one process, each on its own directory.
public final class EmbeddedKafka implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);

  /// Starts before giving up on ports that were free when chosen and taken when bound.
  private static final int START_ATTEMPTS = 3;

  private final KafkaRaftServer server;
  private final DirectoryLock lock;
  private final int port;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedKafka(KafkaRaftServer server, DirectoryLock lock, int port) {
    this.server = server;
    this.lock = lock;
    this.port = port;
  }

  /// Starts a broker and returns when it accepts records: about 1.5 s in a new process.
  ///
  /// @throws EmbeddedStartException if the directory is in use or not usable, the port is taken, or
  ///   the broker refuses its configuration
  public static EmbeddedKafka start(KafkaSettings settings) {
    DirectoryLock lock = DirectoryLock.acquire(settings.dataDirectory());
    boolean started = false;
    try {
      formatIfNew(lock.directory());
      EmbeddedKafka kafka = startOnFreePorts(settings, lock);
      started = true;
      return kafka;
    } finally {
      if (!started) {
        lock.close();
      }
    }
  }

  /// Address for `bootstrap.servers` of clients in this process or on this machine.
  public String bootstrapServers() {
    return LoopbackPorts.ADDRESS + ":" + port;
  }

  /// Stops the broker and returns when its log is on disk and its directory free. Idempotent.
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      stop(server);
    } finally {
      lock.close();
    }
    log.atInfo().log("embedded Kafka stopped");
  }

  private static void formatIfNew(Path directory) {
    if (Files.exists(directory.resolve("meta.properties"))) {
      return;
    }
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    try {
      new Formatter()
          .setPrintStream(nowhere)
          .setClusterId(Uuid.randomUuid().toString())
          .setNodeId(BrokerConfiguration.NODE_ID)
          .setControllerListenerName(BrokerConfiguration.CONTROLLER)
          .setDirectories(List.of(directory.toString()))
          .setMetadataLogDirectory(directory.toString())
          .run();
    } catch (Exception e) {
      throw new EmbeddedStartException(
          Reason.DIRECTORY_NOT_USABLE,
          "data directory " + directory + " cannot be formatted for Kafka: " + e.getMessage(),
          e);
    }
  }

  private static EmbeddedKafka startOnFreePorts(KafkaSettings settings, DirectoryLock lock) {
    for (int attempt = 1; ; attempt++) {
      int brokerPort = LoopbackPorts.freeOr(settings.port());
      int controllerPort = LoopbackPorts.freeExcept(brokerPort);
      Map<String, Object> configuration =
          BrokerConfiguration.of(
              lock.directory(), brokerPort, controllerPort, settings.overrides());
      try {
        KafkaRaftServer server = startServer(configuration);
        log.atInfo().addKeyValue("port", brokerPort).log("embedded Kafka started");
        return new EmbeddedKafka(server, lock, brokerPort);
      } catch (Exception e) {
        if (!isPortTaken(e) || attempt == START_ATTEMPTS) {
          throw new EmbeddedStartException(
              Reason.DID_NOT_START, "Kafka did not start: " + e.getMessage(), e);
        }
      }
    }
  }

  private static KafkaRaftServer startServer(Map<String, Object> configuration) {
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(configuration), Time.SYSTEM);
    boolean started = false;
    try {
      server.startup();
      started = true;
      return server;
    } finally {
      if (!started) {
        stop(server);
      }
    }
  }

  /// Kafka bounds this itself: 5 min for a broker that cannot reach its controller.
  private static void stop(KafkaRaftServer server) {
    server.shutdown();
    server.awaitShutdown();
  }

  private static boolean isPortTaken(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof BindException) {
        return true;
      }
    }
    return false;
  }
}
