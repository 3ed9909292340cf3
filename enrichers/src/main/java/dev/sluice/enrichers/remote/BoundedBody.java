package dev.sluice.enrichers.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The body of an answer, read into memory up to [#BYTES_MAX]; beyond that the connection is given
/// up and [TooLarge] thrown. Given up, too, when it has not ended in time.
final class BoundedBody implements BodySubscriber<byte[]> {

  /// The answer to one message: a ranking of 1,000 labels takes 80 KB.
  static final int BYTES_MAX = 256 * 1024;

  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private volatile @Nullable Subscription subscription;

  /// Tells an oversized answer from a broken connection.
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    TooLarge() {
      super("more than %d bytes".formatted(BYTES_MAX));
    }
  }

  /// @param limitNanos for the body; below 0 as 0
  BoundedBody(long limitNanos) {
    CompletableFuture<byte[]> ignored =
        whole
            .orTimeout(Math.max(0, limitNanos), TimeUnit.NANOSECONDS)
            .whenComplete((body, failure) -> cancelUnless(failure == null));
  }

  private void cancelUnless(boolean complete) {
    Subscription subscribed = subscription;
    if (!complete && subscribed != null) {
      subscribed.cancel();
    }
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return whole;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    this.subscription = subscription;
    cancelUnless(!whole.isDone());
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      if (whole.isDone()) {
        return;
      }
      if (bytes.size() + buffer.remaining() > BYTES_MAX) {
        whole.completeExceptionally(new TooLarge());
        return;
      }
      byte[] piece = new byte[buffer.remaining()];
      buffer.get(piece);
      bytes.writeBytes(piece);
    }
  }

  @Override
  public void onError(Throwable failure) {
    whole.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    whole.complete(bytes.toByteArray());
  }
}
