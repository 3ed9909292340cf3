package dev.sluice.topology.parse;

import static java.util.Objects.requireNonNull;

import dev.sluice.schemas.DeadLetterHeaders;
import dev.sluice.schemas.DeadLetterHeaders.Reason;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.WebhookHeaders;
import dev.sluice.topology.TopologyMetrics;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns one stored webhook into its elements. Never fails: what cannot be read becomes a rejected
/// element with its reason in the headers, ready for the dead letters.
public final class ParseStage implements Processor<String, byte[], String, Element> {

  private static final Logger log = LoggerFactory.getLogger(ParseStage.class);
  private static final String STAGE = "parse";
  private static final byte[] NOTHING = {};

  private final TopologyMetrics metrics;
  private @Nullable ProcessorContext<String, Element> context;

  public ParseStage(TopologyMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<String, Element> context) {
    this.context = context;
  }

  @Override
  public void process(Record<String, byte[]> webhook) {
    ProcessorContext<String, Element> out = requireNonNull(context);
    RecordMetadata source = out.recordMetadata().orElseThrow();
    List<Parsed> elements = parse(webhook);
    Bytes original = Bytes.wrap(webhook.value() == null ? NOTHING : webhook.value());
    for (int index = 0; index < elements.size(); index++) {
      Parsed parsed = elements.get(index);
      Headers headers = carriedOn(webhook.headers());
      switch (parsed) {
        case Parsed.Ignored(String kind) -> {
          metrics.ignored();
          log.atDebug()
              .addKeyValue("tenant", webhook.key())
              .addKeyValue("reason", kind)
              .log("ignored");
          continue;
        }
        case Parsed.Rejected(Reason reason, String why) -> {
          metrics.deadLetter(STAGE, reason);
          DeadLetterHeaders.put(
              headers, reason, STAGE, why, source.topic(), source.partition(), source.offset());
        }
        case Parsed.Operator operator -> metrics.operatorEvent();
        case Parsed.Message message -> metrics.received();
        case Parsed.Status status -> metrics.status();
      }
      Element element = new Element(new Position(source.offset(), index), parsed, original);
      out.forward(webhook.withValue(element).withHeaders(headers));
    }
  }

  @SuppressWarnings(
      "CatchingUnchecked") // a webhook that breaks the parser must not stop its partition
  private List<Parsed> parse(Record<String, byte[]> webhook) {
    if (webhook.key() == null || !TenantId.isLegal(webhook.key()) || webhook.value() == null) {
      return List.of(new Parsed.Rejected(Reason.UNKNOWN_TENANT, "the record names no tenant"));
    }
    try {
      return WebhookParser.parse(new TenantId(webhook.key()), webhook.value(), receivedAt(webhook));
    } catch (RuntimeException e) {
      return List.of(
          new Parsed.Rejected(Reason.POISON, "the parser failed: " + e.getClass().getSimpleName()));
    }
  }

  private static Instant receivedAt(Record<String, byte[]> webhook) {
    return WebhookHeaders.receivedMicros(webhook.headers())
        .map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS))
        .orElseGet(() -> Instant.ofEpochMilli(Math.max(0, webhook.timestamp())));
  }

  /// Headers of what is derived from a webhook: only the trace goes on.
  private static Headers carriedOn(Headers webhook) {
    Headers headers = new RecordHeaders();
    WebhookHeaders.text(webhook, WebhookHeaders.TRACE_PARENT)
        .ifPresent(trace -> WebhookHeaders.put(headers, WebhookHeaders.TRACE_PARENT, trace));
    return headers;
  }
}
