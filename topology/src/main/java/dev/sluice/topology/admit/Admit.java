package dev.sluice.topology.admit;

import static java.util.Objects.requireNonNull;

import dev.sluice.schemas.WebhookHeaders;
import dev.sluice.topology.Names;
import dev.sluice.topology.TopologyMetrics;
import dev.sluice.topology.parse.Element;
import dev.sluice.topology.parse.Position;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// Stores a message as pending and hands it to both branches.
///
/// Never blocks and knows no limit: the store is the queue. A limit here would make every tenant on
/// the partition wait for the one whose burst filled it.
public final class Admit implements Processor<String, Element, String, Admitted> {

  private final TopologyMetrics metrics;
  private @Nullable ProcessorContext<String, Admitted> context;
  private @Nullable KeyValueStore<Position, Pending> pending;

  public Admit(TopologyMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<String, Admitted> context) {
    this.context = context;
    this.pending = context.getStateStore(Names.PENDING_STORE);
  }

  @Override
  public void process(Record<String, Element> element) {
    ProcessorContext<String, Admitted> out = requireNonNull(context);
    Pending value =
        new Pending(
            element.value().message(),
            TimeUnit.MILLISECONDS.toMicros(out.currentSystemTimeMs()),
            WebhookHeaders.text(element.headers(), WebhookHeaders.TRACE_PARENT).orElse(null));
    Position position = element.value().position();
    requireNonNull(pending).put(position, value);
    metrics.admitted();
    out.forward(element.withValue(new Admitted(position, value)));
  }
}
