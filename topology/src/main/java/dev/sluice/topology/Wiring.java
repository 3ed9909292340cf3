package dev.sluice.topology;

import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.Topic;
import dev.sluice.schemas.TopicFamily;
import dev.sluice.topology.fault.BoundedSerde;
import dev.sluice.topology.join.Failed;
import dev.sluice.topology.join.Released;
import dev.sluice.topology.join.Understood;
import dev.sluice.topology.parse.Element;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.RecordContext;
import org.apache.kafka.streams.processor.TopicNameExtractor;

/// How the topology's ends are tied to topics: the only place that knows both.
final class Wiring {

  private Wiring() {}

  static Named named(String name) {
    return Named.as(name);
  }

  static <K, V> KStream<K, V> from(StreamsBuilder builder, Topic<K, V> topic, String name) {
    return builder.stream(
        topic.name(), Consumed.with(topic.keys(), topic.values()).withName(name + "-source"));
  }

  static <K, V> void to(KStream<K, V> stream, Topic<K, V> topic, String name) {
    stream.to(
        topic.name(),
        Produced.with(topic.keys(), new BoundedSerde<>(topic.values())).withName(name + "-sink"));
  }

  /// To the topic of the item's tenant, keyed by conversation. The topic must exist: it is created
  /// with the tenant.
  static void toOwn(
      KStream<String, InboxItem> items, TopicFamily<String, InboxItem> family, String name) {
    items
        .selectKey(
            (tenant, item) -> item.message().conversation().key(), Named.as(Names.BY_CONVERSATION))
        .to(
            new TopicOfTenant(family),
            Produced.with(family.keys(), new BoundedSerde<>(family.values()))
                .withName(name + "-sink"));
  }

  /// The topic of the item's tenant; says in the picture which family it is of.
  private record TopicOfTenant(TopicFamily<String, InboxItem> family)
      implements TopicNameExtractor<String, InboxItem> {
    @Override
    public String extract(String conversation, InboxItem item, RecordContext context) {
      return family.of(item.message().tenant()).name();
    }

    @Override
    public String toString() {
      return family.toString();
    }
  }

  static <V> KStream<String, V> branch(
      Map<String, KStream<String, V>> branches, String prefix, String name) {
    return Objects.requireNonNull(branches.get(prefix + name), name);
  }

  static boolean isRejected(String tenant, Element element) {
    return element.isRejected();
  }

  static boolean isStatus(String tenant, Element element) {
    return element.isStatus();
  }

  static boolean isOperatorEvent(String tenant, Element element) {
    return element.isOperatorEvent();
  }

  static boolean isFailed(String tenant, Released message) {
    return message instanceof Failed;
  }

  /// @throws ClassCastException when it has not failed
  static byte[] original(Released message) {
    return ((Failed) message).original().get();
  }

  /// @throws ClassCastException when it has failed
  static Understood understood(Released message) {
    return (Understood) message;
  }
}
