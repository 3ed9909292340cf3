package dev.sluice.topology.admit;

import static java.util.Objects.requireNonNull;

import dev.sluice.topology.Guarantee;
import dev.sluice.topology.Names;
import dev.sluice.topology.TopologyMetrics;
import dev.sluice.topology.parse.Element;
import dev.sluice.topology.parse.Position;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;
import org.jspecify.annotations.Nullable;

/// Lets an element pass once within the duplicate window and drops its repetitions.
///
/// What it remembers is committed together with what it let pass, so a crash neither loses an
/// element nor lets it pass twice. Beyond the window the inbox is still idempotent by message id.
public final class RefuseDuplicates implements Processor<String, Element, String, Element> {

  /// Under exactly once the value is not looked at; a store cannot hold a key without one.
  private static final byte[] SEEN = {1};

  private final Duration window;
  private final Guarantee guarantee;
  private final TopologyMetrics metrics;
  private @Nullable ProcessorContext<String, Element> context;
  private @Nullable WindowStore<byte[], byte[]> seen;

  public RefuseDuplicates(Duration window, Guarantee guarantee, TopologyMetrics metrics) {
    this.window = window;
    this.guarantee = guarantee;
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<String, Element> context) {
    this.context = context;
    this.seen = context.getStateStore(Names.SEEN_STORE);
  }

  @Override
  public void process(Record<String, Element> element) {
    Optional<byte[]> fingerprint = Fingerprint.of(element.value());
    if (fingerprint.isPresent()) {
      byte[] sighting = sighting(element.value());
      if (isKnown(fingerprint.get(), sighting, element.timestamp())) {
        metrics.duplicate();
        return;
      }
      requireNonNull(seen).put(fingerprint.get(), sighting, element.timestamp());
    }
    requireNonNull(context).forward(element);
  }

  private boolean isKnown(byte[] fingerprint, byte[] sighting, long timestamp) {
    long from = Math.max(0, timestamp - window.toMillis());
    long to = timestamp + window.toMillis();
    try (WindowStoreIterator<byte[]> sightings =
        requireNonNull(seen).fetch(fingerprint, from, to)) {
      while (sightings.hasNext()) {
        byte[] before = sightings.next().value;
        if (before.length == SEEN.length || !Arrays.equals(before, sighting)) {
          return true;
        }
      }
      return false;
    }
  }

  /// Without transactions a crash may keep the sighting and lose what was seen. The webhook is then
  /// read again from the same place, and by that place it is known not to be a repetition.
  private byte[] sighting(Element element) {
    return switch (guarantee) {
      case EXACTLY_ONCE -> SEEN;
      case AT_LEAST_ONCE ->
          requireNonNull(Position.serde().serializer().serialize("", element.position()));
    };
  }
}
