package dev.sluice.simulator;

import dev.sluice.schemas.ConversationId;
import dev.sluice.simulator.WebhookPoster.Posted;
import dev.sluice.simulator.wire.MetaPayloads;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;

/// Posts one conversation: a message only when the one before is acknowledged, and now and then an
/// earlier one once more. One thread.
final class ConversationRun implements Callable<List<SentMessage>> {

  /// A duplicate comes up to this many messages late, so that it meets newer ones already stored.
  private static final int DUPLICATE_DELAY_MAX = 3;

  private final WebhookPoster poster;
  private final Conversation conversation;
  private final double duplicateShare;
  private final long seed;
  private final List<SentMessage> sent = new ArrayList<>();
  private final List<Duplicate> duplicates = new ArrayList<>();

  ConversationRun(WebhookPoster poster, Conversation conversation, BurstPlan plan) {
    this.poster = poster;
    this.conversation = conversation;
    this.duplicateShare = plan.duplicateShare();
    this.seed = plan.seed();
  }

  /// A message that is to be posted once more.
  ///
  /// @param of place of the message in the conversation
  /// @param after place of the message whose acknowledgement it waits for
  private record Duplicate(int of, int after) {}

  @Override
  public List<SentMessage> call() throws InterruptedException {
    int last = conversation.texts().size() - 1;
    for (int sequence = 0; sequence <= last; sequence++) {
      if (sequence > 0) {
        Thread.sleep(conversation.spacing());
      }
      if (!postNext(sequence)) {
        break;
      }
      postDuplicates(sequence == last ? Integer.MAX_VALUE : sequence);
    }
    return sent;
  }

  private boolean postNext(int sequence) throws InterruptedException {
    Instant now = Instant.now();
    String id = messageId(sequence);
    Posted posted = poster.post(conversation.app(), body(id, sequence, now));
    sent.add(
        new SentMessage(
            conversation.id(),
            conversation.account(),
            id,
            sequence,
            now,
            posted.status(),
            posted.deliveries(),
            0,
            posted.firstNanos(),
            posted.lastNanos(),
            posted.endNanos()));
    if (posted.acknowledged() && Draws.uniform(seed, id, 0, "duplicate") < duplicateShare) {
      int delay = (int) (Draws.uniform(seed, id, 0, "delay") * (DUPLICATE_DELAY_MAX + 1));
      duplicates.add(new Duplicate(sequence, sequence + delay));
    }
    return posted.acknowledged();
  }

  private void postDuplicates(int upTo) throws InterruptedException {
    for (Iterator<Duplicate> all = duplicates.iterator(); all.hasNext(); ) {
      Duplicate duplicate = all.next();
      if (duplicate.after() <= upTo) {
        all.remove();
        Posted posted = poster.post(conversation.app(), body(sent.get(duplicate.of())));
        sent.set(duplicate.of(), sent.get(duplicate.of()).withDuplicates(posted.deliveries()));
      }
    }
  }

  private String messageId(int sequence) {
    ConversationId id = conversation.id();
    return MessageIds.of(id.channel(), seed, id.tenant() + "/" + id.key(), sequence);
  }

  /// The bytes of a message are a function of what is kept of it: the same whenever it is posted.
  private byte[] body(SentMessage message) {
    return body(message.messageId(), message.sequence(), message.sentAt());
  }

  private byte[] body(String id, int sequence, Instant at) {
    String account = conversation.account();
    String customer = conversation.id().customer().value();
    String words = conversation.texts().get(sequence);
    return switch (conversation.id().channel()) {
      case WHATSAPP -> MetaPayloads.whatsApp(account).at(at).text(id, customer, words).bytes();
      case MESSENGER -> MetaPayloads.messenger(account).at(at).text(id, customer, words).bytes();
      case INSTAGRAM -> MetaPayloads.instagram(account).at(at).text(id, customer, words).bytes();
    };
  }
}
