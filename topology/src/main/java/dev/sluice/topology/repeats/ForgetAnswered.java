package dev.sluice.topology.repeats;

import static java.util.Objects.requireNonNull;

import dev.sluice.schemas.Address;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.topology.Names;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// Ends the count of a conversation once something we sent has reached its customer.
///
/// That is any status but `failed` whose time is not before the customer's latest message, from
/// whichever program answered: an agent's, a bot's, or Meta's own inbox. A campaign that reaches a
/// waiting customer answers nothing, as far as its status tells that it is one.
public final class ForgetAnswered implements Processor<String, ProviderStatus, Void, Void> {

  private @Nullable KeyValueStore<byte[], Unanswered> unanswered;

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    this.unanswered = context.getStateStore(Names.UNANSWERED_STORE);
  }

  @Override
  public void process(Record<String, ProviderStatus> record) {
    ProviderStatus status = record.value();
    @Nullable Address customer = status.recipient();
    if (customer == null
        || status.state() == ProviderStatus.State.FAILED
        || status.campaign() != null) {
      return;
    }
    byte[] conversation = ConversationHash.of(status.tenant(), status.channel(), customer);
    KeyValueStore<byte[], Unanswered> store = requireNonNull(unanswered);
    @Nullable Unanswered waiting = store.get(conversation);
    if (waiting != null && waiting.isAnsweredAt(status.at().toEpochMilli())) {
      store.delete(conversation);
    }
  }
}
