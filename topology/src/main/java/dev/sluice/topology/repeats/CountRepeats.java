package dev.sluice.topology.repeats;

import static java.util.Objects.requireNonNull;

import dev.sluice.schemas.InboundMessage;
import dev.sluice.topology.Names;
import dev.sluice.topology.join.Understood;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// Tells each released message how many earlier ones of its conversation nobody has answered.
///
/// A message counts from its release: nobody can have answered what no agent could see.
/// [ForgetAnswered] ends a count; so does a day without a message ([Unanswered#WINDOW]).
///
/// Under exactly once the count is committed in the transaction that carries the message to the
/// inbox, so one that is released again after an abort is counted once. Under at least once a
/// message that is released twice may count twice.
///
/// All times are those of messages and records, never the clock's: the same webhooks give the same
/// counts.
public final class CountRepeats implements Processor<String, Understood, String, Counted> {

  /// The store is swept in slices by the first byte of its keys, which are hashes: each slice is a
  /// 256th of it, so that no sweep holds the stream up. Of 100,000 conversations it is 400.
  private static final int SLICES = 256;

  /// With 256 slices the whole store once in 64 minutes. Only what nobody asked for lies longer
  /// than the window.
  private static final Duration SLICE_EVERY = Duration.ofSeconds(15);

  /// After a pause in which no record moved the time, this many of the slices that were left out
  /// are made up for at each record: a sixteenth of the store.
  private static final int SLICES_AT_ONCE = 16;

  private @Nullable ProcessorContext<String, Counted> context;
  private @Nullable KeyValueStore<byte[], Unanswered> unanswered;

  /// The number of the last slice that was swept, counted from the epoch; none yet.
  private long swept = Long.MAX_VALUE;

  @Override
  public void init(ProcessorContext<String, Counted> context) {
    this.context = context;
    this.unanswered = context.getStateStore(Names.UNANSWERED_STORE);
    context.schedule(SLICE_EVERY, PunctuationType.STREAM_TIME, this::sweep);
  }

  @Override
  public void process(Record<String, Understood> released) {
    InboundMessage message = released.value().message();
    byte[] conversation =
        ConversationHash.of(message.tenant(), message.channel(), message.conversation().customer());
    KeyValueStore<byte[], Unanswered> store = requireNonNull(unanswered);
    long at = writtenMillis(message);
    @Nullable Unanswered known = store.get(conversation);
    @Nullable Unanswered before = known == null || known.isOverAt(at) ? null : known;
    store.put(conversation, before == null ? Unanswered.first(at) : before.and(at));
    int earlier = before == null ? 0 : before.count();
    requireNonNull(context).forward(released.withValue(new Counted(released.value(), earlier)));
  }

  /// When the customer wrote, by the channel's clock, which also dates statuses; by ours where the
  /// channel's is ahead, so that a wrong clock does not put an answer off for ever.
  private static long writtenMillis(InboundMessage message) {
    return Math.min(message.sentAt().toEpochMilli(), message.receivedAt().toEpochMilli());
  }

  /// Removes what nobody will ask for again from the slices whose turn it is.
  private void sweep(long streamMillis) {
    long current = streamMillis / SLICE_EVERY.toMillis();
    swept = Math.max(Math.min(swept, current - 1), current - SLICES);
    for (int i = 0; i < SLICES_AT_ONCE && swept < current; i++) {
      swept++;
      sweepSlice((byte) Math.floorMod(swept, SLICES), streamMillis);
    }
  }

  private void sweepSlice(byte slice, long streamMillis) {
    byte[] from = new byte[ConversationHash.BYTES];
    byte[] to = new byte[ConversationHash.BYTES];
    Arrays.fill(to, (byte) 0xff);
    from[0] = slice;
    to[0] = slice;
    KeyValueStore<byte[], Unanswered> store = requireNonNull(unanswered);
    List<byte[]> over = new ArrayList<>();
    try (KeyValueIterator<byte[], Unanswered> entries = store.range(from, to)) {
      while (entries.hasNext()) {
        KeyValue<byte[], Unanswered> entry = entries.next();
        if (entry.value.isOverAt(streamMillis)) {
          over.add(entry.key);
        }
      }
    }
    over.forEach(store::delete);
  }
}
