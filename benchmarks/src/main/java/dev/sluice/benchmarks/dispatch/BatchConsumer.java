package dev.sluice.benchmarks.dispatch;

import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/// The fixed batch design: a plain consumer, as many threads as a group has messages, and each
/// group waits for its slowest request.
///
/// In its favour, a group is only begun with fewer messages when no more have come.
final class BatchConsumer implements Design {

  /// With which the names of the design begin, run or computed.
  static final String NAME = "fixed batches";

  private static final Duration POLL = Duration.ofMillis(50);

  private final Ground ground;
  private final Client client;
  private final ProviderPost post;
  private final Topic<String, OutboundMessage> topic;
  private final KafkaConsumer<String, OutboundMessage> consumer;
  private final Thread thread;
  private volatile boolean closing;

  private BatchConsumer(Ground ground, Client client, ProviderPost post) {
    this.ground = ground;
    this.client = client;
    this.post = post;
    this.topic = PeerTopics.create(ground, client);
    this.consumer = PeerTopics.consumer(ground, "batch");
    this.thread = Thread.ofPlatform().daemon().name("batch-design").unstarted(this::run);
  }

  /// @param client whose window is the size of a group
  static BatchConsumer start(Ground ground, Client client, ProviderPost post) {
    BatchConsumer design = new BatchConsumer(ground, client, post);
    design.consumer.subscribe(List.of(design.topic.name()));
    design.thread.start();
    return design;
  }

  @Override
  public String name() {
    return "%s of %d, run".formatted(NAME, client.window());
  }

  @Override
  public Client client() {
    return client;
  }

  @Override
  public void begin(List<OutboundMessage> campaign) {
    ground.appender().append(topic, campaign);
  }

  private void run() {
    Deque<OutboundMessage> inHand = new ArrayDeque<>();
    try (consumer;
        ExecutorService pool = Executors.newFixedThreadPool(client.window())) {
      while (!closing) {
        int before = inHand.size();
        consumer.poll(POLL).forEach(record -> inHand.add(record.value()));
        boolean nothingMore = inHand.size() == before;
        while (inHand.size() >= client.window() || (nothingMore && !inHand.isEmpty())) {
          send(pool, group(inHand));
        }
        consumer.commitSync();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Callable<Boolean>> group(Deque<OutboundMessage> inHand) {
    List<Callable<Boolean>> group = new ArrayList<>();
    while (group.size() < client.window() && !inHand.isEmpty()) {
      OutboundMessage message = inHand.remove();
      group.add(
          () -> {
            post.send(client, message);
            return true;
          });
    }
    return group;
  }

  private static void send(ExecutorService pool, List<Callable<Boolean>> group)
      throws InterruptedException {
    if (!pool.invokeAll(group).stream().allMatch(it -> it.state() == Future.State.SUCCESS)) {
      throw new IllegalStateException("the batch design could not send");
    }
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
