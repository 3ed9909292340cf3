package dev.sluice.benchmarks.dispatch;

import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.Topic;
import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Confluent's parallel-consumer, unordered, with as many records at once as the window: one
/// instance for all of its clients.
final class ParallelConsumer implements AutoCloseable {

  static final String VERSION = "0.5.3.3";

  /// Its default; what is still being sent then is broken off.
  private static final Duration END_LIMIT = Duration.ofSeconds(10);

  private final Ground ground;
  private final Map<Client, Topic<String, OutboundMessage>> topics = new HashMap<>();
  private final ParallelStreamProcessor<String, OutboundMessage> processor;

  private ParallelConsumer(Ground ground, List<Client> clients, ProviderPost post, int window) {
    this.ground = ground;
    Map<String, Client> byTopic = new HashMap<>();
    for (Client client : clients) {
      Topic<String, OutboundMessage> topic = PeerTopics.create(ground, client);
      topics.put(client, topic);
      byTopic.put(topic.name(), client);
    }
    this.processor =
        ParallelStreamProcessor.createEosStreamProcessor(
            ParallelConsumerOptions.<String, OutboundMessage>builder()
                .ordering(ProcessingOrder.UNORDERED)
                .maxConcurrency(window)
                .consumer(PeerTopics.consumer(ground, "parallel"))
                .build());
    processor.subscribe(List.copyOf(byTopic.keySet()));
    processor.poll(
        polled -> {
          ConsumerRecord<String, OutboundMessage> record = polled.getSingleConsumerRecord();
          post.send(byTopic.getOrDefault(record.topic(), clients.getFirst()), record.value());
        });
  }

  static ParallelConsumer start(
      Ground ground, List<Client> clients, ProviderPost post, int window) {
    return new ParallelConsumer(ground, clients, post, window);
  }

  /// Hands a client's campaign over.
  void begin(Client client, List<OutboundMessage> campaign) {
    Topic<String, OutboundMessage> topic = topics.get(client);
    if (topic == null) {
      throw new IllegalArgumentException("no topic of " + client);
    }
    ground.appender().append(topic, campaign);
  }

  /// The design with one client.
  Design with(Client client) {
    return new Design() {
      @Override
      public String name() {
        return "Confluent parallel-consumer " + VERSION;
      }

      @Override
      public Client client() {
        return client;
      }

      @Override
      public void begin(List<OutboundMessage> campaign) {
        ParallelConsumer.this.begin(client, campaign);
      }

      @Override
      public void close() {
        ParallelConsumer.this.close();
      }
    };
  }

  @Override
  public void close() {
    processor.closeDontDrainFirst(END_LIMIT);
  }
}
