package dev.sluice.enrichers.embedded;

import dev.sluice.enrichers.ModelUnavailable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Tells the meaning of texts, on threads of its own, each text once.
///
/// The network runs in native code, which would hold up the carrier of a virtual thread; so it runs
/// on a few platform threads, one for each processor. They are a share of the processors, not a
/// fairness between tenants: who is let in, and in what order, the lanes decide before.
///
/// Both heads ask for the same text at about the same time: the second joins the first, and finds
/// its meaning for a while after. What is remembered is a 128-bit hash and the meaning, never a
/// text. A text whose askers have all given up is not computed.
///
/// Safe for many threads. A caller waits until its text is done, or is interrupted.
final class Encoder implements AutoCloseable {

  /// Texts waiting for a thread. The longest text takes 10 ms: on one processor the last of these
  /// has waited 5 s, the deadline of an enrichment.
  static final int QUEUED_MAX = 512;

  /// Meanings remembered: all that may be queued and as many done. 3.2 KB each, 3.2 MB together.
  static final int REMEMBERED_MAX = 2 * QUEUED_MAX;

  /// A call takes 40 ms at the worst on a loaded machine.
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

  private final Network network;
  private final ThreadPoolExecutor threads;

  /// Oldest use first; guarded by itself, as are the askers of its texts.
  private final Map<Tokens.Key, Text> texts = new LinkedHashMap<>(REMEMBERED_MAX, 0.75f, true);

  Encoder(Network network, int processors) {
    this.network = network;
    AtomicInteger count = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            processors,
            processors,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUED_MAX),
            task ->
                Thread.ofPlatform()
                    .name("encoder-" + count.getAndIncrement())
                    .daemon()
                    .unstarted(task));
  }

  /// What is kept of a text somebody has asked for.
  private static final class Text {
    private final CompletableFuture<Meaning> meaning = new CompletableFuture<>();
    private int askers;
  }

  /// A text on its way through the network.
  private final class Call implements Runnable {

    private final Tokens tokens;
    private final float[] weights;
    private final Tokens.Key key;
    private final Text text;

    Call(Tokens tokens, float[] weights, Tokens.Key key, Text text) {
      this.tokens = tokens;
      this.weights = weights;
      this.key = key;
      this.text = text;
    }

    @Override
    public void run() {
      if (isAbandoned()) {
        return;
      }
      try {
        text.meaning.complete(network.meaningOf(tokens.ids(), weights));
      } catch (ModelUnavailable | RuntimeException | Error e) {
        fail(e);
      }
    }

    private boolean isAbandoned() {
      synchronized (texts) {
        return text.askers == 0 && texts.remove(key, text);
      }
    }

    void fail(Throwable reason) {
      synchronized (texts) {
        texts.remove(key, text);
      }
      text.meaning.completeExceptionally(reason);
    }
  }

  /// The meaning of a text.
  ///
  /// @param weights of its tokens, the same whenever it is asked for
  /// @throws ModelUnavailable when the network fails, too many texts wait, the encoder is closed or
  ///   the caller is interrupted, which stays set
  Meaning meaningOf(Tokens tokens, float[] weights) throws ModelUnavailable {
    Text text = ask(tokens, weights);
    try {
      return text.meaning.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ModelUnavailable.temporarily("interrupted while waiting for the encoder", e);
    } catch (ExecutionException e) {
      throw ModelUnavailable.temporarily("the encoder gave no answer", e.getCause());
    } finally {
      synchronized (texts) {
        text.askers--;
      }
    }
  }

  private Text ask(Tokens tokens, float[] weights) throws ModelUnavailable {
    Tokens.Key key = tokens.key();
    synchronized (texts) {
      Text known = texts.get(key);
      if (known != null) {
        known.askers++;
        return known;
      }
      Text text = new Text();
      text.askers++;
      try {
        threads.execute(new Call(tokens, weights, key, text));
      } catch (RejectedExecutionException e) {
        throw ModelUnavailable.temporarily(
            threads.isShutdown()
                ? "the encoder is closed"
                : "%d texts already wait for the encoder".formatted(QUEUED_MAX),
            e);
      }
      texts.put(key, text);
      if (texts.size() > REMEMBERED_MAX) {
        texts.remove(texts.keySet().iterator().next());
      }
      return text;
    }
  }

  /// Meanings and askers at the moment.
  int remembered() {
    synchronized (texts) {
      return texts.size();
    }
  }

  /// Refuses further texts, fails those that wait, lets those under way end and frees the network.
  /// Waits for them 5 s at most; the network of a call that takes longer is left to the process's
  /// end.
  @Override
  public void close() {
    for (Runnable waiting : threads.shutdownNow()) {
      if (waiting instanceof Call call) {
        call.fail(ModelUnavailable.temporarily("the encoder is closed", null));
      }
    }
    try {
      if (threads.awaitTermination(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        network.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
