package dev.sluice.dispatcher;

import dev.sluice.dispatcher.ProviderAnswer.Accepted;
import dev.sluice.schemas.OutboundMessage;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/// A provider that notes what it is asked and answers when it is let.
final class HeldProvider implements Provider {

  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private final Semaphore answers = new Semaphore(0);

  /// Ids of messages, in the order in which they were asked for.
  List<String> asked() {
    return List.copyOf(asked);
  }

  /// Lets so many more answers go.
  void answers(int more) {
    answers.release(more);
  }

  @Override
  public ProviderAnswer send(OutboundMessage message) throws InterruptedException {
    asked.add(message.messageId());
    answers.acquire();
    return new Accepted("wamid." + message.messageId());
  }
}
