package dev.sluice.dispatcher;

import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The body of an answer in memory. When it is too long or has not ended in time, it fails and the
/// connection is given up.
final class AnswerBody implements BodySubscriber<byte[]> {

  /// In bytes: an accepting one has 250 to 1,000, an error 600. More is no provider's.
  static final int BYTES_MAX = 64 * 1024;

  private final BodySubscriber<byte[]> bytes =
      BodySubscribers.limiting(BodySubscribers.ofByteArray(), BYTES_MAX);
  private final CompletableFuture<byte[]> whole = bytes.getBody().toCompletableFuture().copy();
  private volatile @Nullable Subscription subscription;

  /// @param limitNanos from now on; below 0 as 0
  AnswerBody(long limitNanos) {
    CompletableFuture<byte[]> ignored =
        whole
            .orTimeout(Math.max(0, limitNanos), TimeUnit.NANOSECONDS)
            .whenComplete((body, failure) -> cancelIf(failure != null));
  }

  private void cancelIf(boolean failed) {
    Subscription subscribed = subscription;
    if (failed && subscribed != null) {
      subscribed.cancel();
    }
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return whole;
  }

  @Override
  public void onSubscribe(Subscription subscribed) {
    subscription = subscribed;
    bytes.onSubscribe(subscribed);
    cancelIf(whole.isCompletedExceptionally());
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    bytes.onNext(buffers);
  }

  @Override
  public void onError(Throwable failure) {
    bytes.onError(failure);
  }

  @Override
  public void onComplete() {
    bytes.onComplete();
  }
}
