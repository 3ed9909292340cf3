package dev.sluice.benchmarks.dispatch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.benchmarks.Conditions;
import dev.sluice.benchmarks.rig.Child;
import dev.sluice.benchmarks.rig.Peer;
import dev.sluice.benchmarks.rig.RedisServer;
import dev.sluice.schemas.Json;
import dev.sluice.schemas.OutboundMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A BullMQ worker with as many jobs at once as the window, on a Redis of its own.
final class BullMqWorker implements Design {

  private static final String PEER = "bullmq";

  private final Client client;
  private final Function<OutboundMessage, String> correlation;
  private final RedisServer redis;
  private final Child node;

  private BullMqWorker(
      Client client, Function<OutboundMessage, String> correlation, RedisServer redis, Child node) {
    this.client = client;
    this.correlation = correlation;
    this.redis = redis;
    this.node = node;
  }

  /// Why it cannot be run here; empty when it can.
  static Optional<String> missing(Conditions conditions) {
    return Peer.missing(conditions.home(), PEER);
  }

  static BullMqWorker start(
      Conditions conditions,
      Ground ground,
      Client client,
      Function<OutboundMessage, String> correlation)
      throws IOException {
    Path program = Peer.directory(conditions.home(), PEER).resolve("dispatch.mjs");
    RedisServer redis = RedisServer.start(ground.directory());
    boolean ready = false;
    try {
      Child node = Child.start("node", ground.directory(), List.of("node", program.toString()));
      BullMqWorker design = new BullMqWorker(client, correlation, redis, node);
      node.tell(settings(ground, client, redis));
      node.line(); // it is ready
      ready = true;
      return design;
    } finally {
      if (!ready) {
        redis.close();
      }
    }
  }

  private static String settings(Ground ground, Client client, RedisServer redis) {
    return Json.mapper()
        .createObjectNode()
        .put("port", redis.port())
        .put("url", ProviderPost.address(ground, client).toString())
        .put("token", ground.token())
        .put("concurrency", client.window())
        .toString();
  }

  @Override
  public String name() {
    return "BullMQ worker, %d jobs at once".formatted(client.window());
  }

  @Override
  public Client client() {
    return client;
  }

  @Override
  public void begin(List<OutboundMessage> campaign) throws IOException {
    ObjectNode order = Json.mapper().createObjectNode();
    ArrayNode jobs = order.putArray("jobs");
    campaign.forEach(
        it ->
            jobs.addObject()
                .put("correlation", correlation.apply(it))
                .put("to", it.recipient().value()));
    node.tell(order.toString());
  }

  @Override
  public void close() {
    node.close();
    redis.close();
  }
}
