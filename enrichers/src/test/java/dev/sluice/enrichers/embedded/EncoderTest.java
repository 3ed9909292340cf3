package dev.sluice.enrichers.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.enrichers.ModelUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A wait that never ends fails its test.
@Timeout(60)
class EncoderTest {

  private final FakeNetwork network = new FakeNetwork();
  private final Encoder encoder = new Encoder(network, 1);
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    network.ends.release(1_000_000);
    encoder.close();
    callers.close();
  }

  private static Tokens text(int number) {
    return new Tokens(new int[] {Vocabulary.CLS, number, Vocabulary.SEP}, 1, 1, false);
  }

  private Future<float[]> ask(int number) {
    Callable<float[]> asking = () -> encoder.vectorOf(text(number));
    return callers.submit(asking);
  }

  private void awaitBegun(int calls) {
    await().until(() -> network.begun.get() == calls);
  }

  @Test
  void shouldEncodeATextOnceForAllWhoAsk() throws Exception {
    // Given
    List<Future<float[]>> asked = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      asked.add(ask(7));
    }
    awaitBegun(1);
    // When
    network.ends.release();
    // Then
    float[] first = asked.getFirst().get();
    for (Future<float[]> each : asked) {
      assertThat(each.get()).isSameAs(first);
    }
    assertThat(encoder.vectorOf(text(7))).isSameAs(first);
    assertThat(network.begun).hasValue(1);
  }

  @Test
  void shouldGiveUpWhenInterrupted() throws Exception {
    // Given
    Future<float[]> running = ask(1);
    awaitBegun(1);
    List<Boolean> stillInterrupted = new ArrayList<>();
    List<Throwable> thrown = new ArrayList<>();
    Thread caller =
        Thread.startVirtualThread(
            () -> {
              try {
                encoder.vectorOf(text(2));
              } catch (ModelUnavailable e) {
                thrown.add(e);
              }
              stillInterrupted.add(Thread.currentThread().isInterrupted());
            });
    await().until(() -> encoder.remembered() == 2);
    // When
    caller.interrupt();
    caller.join();
    // Then
    assertThat(thrown)
        .singleElement()
        .isInstanceOfSatisfying(ModelUnavailable.class, e -> assertThat(e.retryable()).isTrue());
    assertThat(stillInterrupted).containsExactly(true);
    network.ends.release();
    running.get();
  }

  @Test
  void shouldNotEncodeWhatNobodyWaitsFor() throws Exception {
    // Given
    Future<float[]> running = ask(1);
    awaitBegun(1);
    Thread caller =
        Thread.startVirtualThread(() -> assertThatThrownBy(() -> encoder.vectorOf(text(2))));
    await().until(() -> encoder.remembered() == 2);
    caller.interrupt();
    caller.join();
    // When
    network.ends.release(2);
    running.get();
    encoder.vectorOf(text(3));
    // Then: 1 and 3, not 2
    assertThat(network.begun).hasValue(2);
    assertThat(encoder.remembered()).isEqualTo(2);
  }

  @Test
  void shouldNotRememberAFailure() throws Exception {
    // Given
    network.failing.set(true);
    network.ends.release(10);
    assertThatThrownBy(() -> encoder.vectorOf(text(1)))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessage("the encoder gave no answer");
    network.failing.set(false);
    // When
    float[] vector = encoder.vectorOf(text(1));
    // Then
    assertThat(vector).hasSize(8);
  }

  @Test
  void shouldRememberABoundedNumber() throws Exception {
    // Given
    network.ends.release(1_000_000);
    // When
    for (int i = 0; i < Encoder.REMEMBERED_MAX + 100; i++) {
      encoder.vectorOf(text(i));
    }
    // Then
    assertThat(encoder.remembered()).isEqualTo(Encoder.REMEMBERED_MAX);
  }

  @Test
  void shouldRefuseMoreThanMayWait() {
    // Given
    List<Future<float[]>> asked = new ArrayList<>();
    asked.add(ask(0));
    awaitBegun(1);
    for (int i = 1; i <= Encoder.QUEUED_MAX; i++) {
      asked.add(ask(i));
    }
    await().until(() -> encoder.remembered() == Encoder.QUEUED_MAX + 1);
    // When / Then
    assertThatThrownBy(() -> encoder.vectorOf(text(100_000)))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessage("512 texts already wait for the encoder");
    network.ends.release(1_000_000);
    assertThat(asked).allSatisfy(each -> assertThat(each.get()).hasSize(8));
  }

  @Test
  void shouldAnswerEverybodyWhenClosed() throws Exception {
    // Given
    Future<float[]> running = ask(1);
    awaitBegun(1);
    Future<float[]> waiting = ask(2);
    await().until(() -> encoder.remembered() == 2);
    Future<?> closing = callers.submit(encoder::close);
    // When / Then
    assertThatThrownBy(waiting::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ModelUnavailable.class);
    assertThat(network.closed).isFalse();
    network.ends.release();
    assertThat(running.get()).hasSize(8);
    closing.get();
    assertThat(network.closed).isTrue();
    assertThatThrownBy(() -> encoder.vectorOf(text(3))).hasMessage("the encoder is closed");
  }
}
