package dev.sluice.dispatcher;

import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.ProviderStatus.ProviderError;
import dev.sluice.schemas.ProviderStatus.State;
import dev.sluice.schemas.TenantId;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What providers' statuses say about messages of ours, kept for a while.
///
/// A status that names our message id proves that the provider took the message, whatever became of
/// the answer to our request. Thread-safe; listeners run on the thread that notes.
final class Echoes {

  /// Some 250 bytes each, so 50 MiB; five minutes at 660 messages a second. What is older is read
  /// again when somebody asks, see [StatusFollower#lookBack].
  static final int REMEMBERED_MAX = 200_000;

  private final int rememberedMax;
  private final Map<Key, Heard> recent = new LinkedHashMap<>();
  private final Map<Key, Consumer<Echo>> waiting = new HashMap<>();
  private Instant completeSince;

  /// @param completeSince statuses from then on will be noted
  Echoes(Instant completeSince) {
    this(completeSince, REMEMBERED_MAX);
  }

  Echoes(Instant completeSince, int rememberedMax) {
    this.completeSince = completeSince;
    this.rememberedMax = rememberedMax;
  }

  /// Which message it is.
  record Key(TenantId tenant, String messageId) {

    static Key of(OutboundMessage message) {
      return new Key(message.tenant(), message.messageId());
    }
  }

  /// What the provider let us know first about a message it took.
  ///
  /// @param failure why it failed after all; null when it did not
  record Echo(String providerMessageId, @Nullable ProviderError failure) {

    static Echo of(ProviderStatus status) {
      ProviderError failure =
          status.state() == State.FAILED
              ? status.errors().stream().findFirst().orElse(new ProviderError(0, "failed"))
              : null;
      return new Echo(status.providerMessageId(), failure);
    }
  }

  /// @param appendedAt of the record that told it
  private record Heard(Echo echo, Instant appendedAt) {}

  /// Notes a status; the first of a message counts.
  ///
  /// @param appendedAt of its record
  void note(ProviderStatus status, Instant appendedAt) {
    String messageId = status.correlation();
    if (messageId == null) {
      return;
    }
    Key key = new Key(status.tenant(), messageId);
    Echo echo = Echo.of(status);
    Consumer<Echo> listener = noted(key, new Heard(echo, appendedAt));
    if (listener != null) {
      listener.accept(echo);
    }
  }

  private synchronized @Nullable Consumer<Echo> noted(Key key, Heard heard) {
    recent.putIfAbsent(key, heard);
    if (recent.size() > rememberedMax) {
      forgetEldest();
    }
    return waiting.remove(key);
  }

  private void forgetEldest() {
    Map.Entry<Key, Heard> eldest = recent.entrySet().iterator().next();
    recent.remove(eldest.getKey());
    Instant appendedAt = eldest.getValue().appendedAt();
    completeSince = appendedAt.isAfter(completeSince) ? appendedAt : completeSince;
  }

  /// Tells `listener` once when a status of that message comes, or at once if one is remembered.
  void listen(Key key, Consumer<Echo> listener) {
    Heard heard;
    synchronized (this) {
      heard = recent.get(key);
      if (heard == null) {
        waiting.put(key, listener);
      }
    }
    if (heard != null) {
      listener.accept(heard.echo());
    }
  }

  /// Ends what [#listen] began.
  synchronized void unlisten(Key key) {
    waiting.remove(key);
  }

  /// Since when every status is remembered.
  synchronized Instant completeSince() {
    return completeSince;
  }

  /// Notes that statuses are being read again from an earlier time on.
  synchronized void completeFrom(Instant since) {
    completeSince = since.isBefore(completeSince) ? since : completeSince;
  }
}
