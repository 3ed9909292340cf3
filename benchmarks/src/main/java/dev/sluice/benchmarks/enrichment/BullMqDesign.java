package dev.sluice.benchmarks.enrichment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.benchmarks.Conditions;
import dev.sluice.benchmarks.Spread;
import dev.sluice.benchmarks.Table;
import dev.sluice.benchmarks.rig.Child;
import dev.sluice.benchmarks.rig.Peer;
import dev.sluice.benchmarks.rig.RedisServer;
import dev.sluice.schemas.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A queue per stage on BullMQ and Redis, with workers of the same latencies: the peer.
///
/// Three variants: as its documentation begins (a worker takes one job at a time), with workers
/// wide enough for the burst, and with both calls as parallel children of a flow.
final class BullMqDesign {

  private static final String PEER = "bullmq";
  private static final String STAGES = "stages";
  private static final String PARALLEL = "parallel";

  /// As many as the burst has messages.
  private static final int WIDE = 50;

  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MILLIS_PER_SECOND = 1e3;

  private final Conditions conditions;

  BullMqDesign(Conditions conditions) {
    this.conditions = conditions;
  }

  /// What the peer says of one burst.
  private record Burst(
      String name, double lastMillis, int stored, int duplicated, int outOfOrder) {}

  /// Runs the variants and adds a row each; one row that says why where they cannot be run.
  Table addTo(Table table, List<Plan> bursts) throws Exception {
    Optional<String> missing = Peer.missing(conditions.home(), PEER);
    if (missing.isPresent()) {
      return table.row("BullMQ on Redis", "not run", missing.get());
    }
    Table all =
        row(table, "BullMQ, a queue per stage, " + WIDE + " jobs a worker", STAGES, WIDE, bursts);
    all =
        row(
            all,
            "BullMQ, both calls in parallel, " + WIDE + " jobs a worker",
            PARALLEL,
            WIDE,
            bursts);
    if (!conditions.quick()) {
      all = row(all, "BullMQ, a queue per stage, 1 job a worker", STAGES, 1, bursts.subList(0, 1));
    }
    return all.note(
        "BullMQ 6.7.0 on %s with an append-only file, written once a second; Node %s."
            .formatted(redisVersion(), Peer.version("node")));
  }

  private Table row(Table table, String label, String design, int concurrency, List<Plan> plans)
      throws IOException {
    List<Burst> bursts = run(design, concurrency, plans);
    Spread seconds =
        Spread.of(bursts.stream().mapToDouble(it -> it.lastMillis() / MILLIS_PER_SECOND).toArray());
    int expected = plans.stream().mapToInt(plan -> plan.messages().size()).sum();
    Correctness correctness =
        new Correctness(
            expected,
            expected - bursts.stream().mapToInt(Burst::stored).sum(),
            bursts.stream().mapToInt(Burst::duplicated).sum(),
            bursts.stream().mapToInt(Burst::outOfOrder).sum(),
            0);
    return table.row(label, seconds.toString(), correctness.cell());
  }

  /// A Redis and a Node process of its own for each variant.
  private List<Burst> run(String design, int concurrency, List<Plan> plans) throws IOException {
    Path program = Peer.directory(conditions.home(), PEER).resolve("burst.mjs");
    Path scratch = java.nio.file.Files.createTempDirectory(conditions.scratch(), PEER);
    try (RedisServer redis = RedisServer.start(scratch);
        Child node = Child.start("node", scratch, List.of("node", program.toString()))) {
      node.tell(order(redis.port(), design, concurrency, plans));
      node.line(); // the warm-up
      List<Burst> bursts = new ArrayList<>();
      for (int i = 0; i < plans.size(); i++) {
        bursts.add(Json.mapper().readValue(node.line(), Burst.class));
      }
      return bursts;
    }
  }

  private static String order(int port, String design, int concurrency, List<Plan> plans)
      throws IOException {
    ObjectNode order =
        Json.mapper()
            .createObjectNode()
            .put("port", port)
            .put("design", design)
            .put("concurrency", concurrency);
    ArrayNode bursts = order.putArray("bursts");
    ArrayNode warmUp = bursts.addObject().put("name", "warm-up").putArray("jobs");
    for (int i = 0; i < WIDE; i++) {
      warmUp.addObject().put("id", "warm-up-" + i).put("sentiment", 1).put("category", 1);
    }
    for (Plan plan : plans) {
      ArrayNode jobs = bursts.addObject().put("name", plan.name()).putArray("jobs");
      for (Message message : plan.messages()) {
        jobs.addObject()
            .put("id", message.id())
            .put("sentiment", message.calls().sentimentNanos() / NANOS_PER_MILLI)
            .put("category", message.calls().categoryNanos() / NANOS_PER_MILLI);
      }
    }
    return Json.mapper().writeValueAsString(order);
  }

  /// `Redis server v=7.0.15 sha=… …` without what follows the version.
  private static String redisVersion() throws IOException {
    String line = Peer.version("redis-server");
    int end = line.indexOf(" sha=");
    return end < 0 ? line : line.substring(0, end);
  }
}
