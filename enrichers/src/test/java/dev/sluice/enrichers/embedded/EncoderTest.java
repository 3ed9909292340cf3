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

  /// Of the tokens of a [#text].
  private static final float[] WEIGHTS = {1, 2, 1};

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

  private Meaning meaningOf(int number) throws ModelUnavailable {
    return encoder.meaningOf(text(number), WEIGHTS);
  }

  private Future<Meaning> ask(int number) {
    Callable<Meaning> asking = () -> meaningOf(number);
    return callers.submit(asking);
  }

  private void awaitBegun(int calls) {
    await().until(() -> network.begun.get() == calls);
  }

  @Test
  void shouldEncodeATextOnceForAllWhoAsk() throws Exception {
    // Given
    List<Future<Meaning>> asked = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      asked.add(ask(7));
    }
    awaitBegun(1);
    // When
    network.ends.release();
    // Then
    Meaning first = asked.getFirst().get();
    for (Future<Meaning> each : asked) {
      assertThat(each.get()).isSameAs(first);
    }
    assertThat(meaningOf(7)).isSameAs(first);
    assertThat(network.begun).hasValue(1);
    assertThat(first.plain()).isNotEqualTo(first.byRarity());
  }

  @Test
  void shouldGiveUpWhenInterrupted() throws Exception {
    // Given
    Future<Meaning> running = ask(1);
    awaitBegun(1);
    List<Boolean> stillInterrupted = new ArrayList<>();
    List<Throwable> thrown = new ArrayList<>();
    Thread caller =
        Thread.startVirtualThread(
            () -> {
              try {
                meaningOf(2);
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
    Future<Meaning> running = ask(1);
    awaitBegun(1);
    Thread caller = Thread.startVirtualThread(() -> assertThatThrownBy(() -> meaningOf(2)));
    await().until(() -> encoder.remembered() == 2);
    caller.interrupt();
    caller.join();
    // When
    network.ends.release(2);
    running.get();
    meaningOf(3);
    // Then: 1 and 3, not 2
    assertThat(network.begun).hasValue(2);
    assertThat(encoder.remembered()).isEqualTo(2);
  }

  @Test
  void shouldNotRememberAFailure() throws Exception {
    // Given
    network.failing.set(true);
    network.ends.release(10);
    assertThatThrownBy(() -> meaningOf(1))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessage("the encoder gave no answer");
    network.failing.set(false);
    // When
    Meaning meaning = meaningOf(1);
    // Then
    assertThat(meaning.plain()).hasSize(8);
  }

  @Test
  void shouldRememberABoundedNumber() throws Exception {
    // Given
    network.ends.release(1_000_000);
    // When
    for (int i = 0; i < Encoder.REMEMBERED_MAX + 100; i++) {
      meaningOf(i);
    }
    // Then
    assertThat(encoder.remembered()).isEqualTo(Encoder.REMEMBERED_MAX);
  }

  @Test
  void shouldRefuseMoreThanMayWait() {
    // Given
    List<Future<Meaning>> asked = new ArrayList<>();
    asked.add(ask(0));
    awaitBegun(1);
    for (int i = 1; i <= Encoder.QUEUED_MAX; i++) {
      asked.add(ask(i));
    }
    await().until(() -> encoder.remembered() == Encoder.QUEUED_MAX + 1);
    // When / Then
    assertThatThrownBy(() -> meaningOf(100_000))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessage("512 texts already wait for the encoder");
    network.ends.release(1_000_000);
    assertThat(asked).allSatisfy(each -> assertThat(each.get().plain()).hasSize(8));
  }

  @Test
  void shouldAnswerEverybodyWhenClosed() throws Exception {
    // Given
    Future<Meaning> running = ask(1);
    awaitBegun(1);
    Future<Meaning> waiting = ask(2);
    await().until(() -> encoder.remembered() == 2);
    Future<?> closing = callers.submit(encoder::close);
    // When / Then
    assertThatThrownBy(waiting::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ModelUnavailable.class);
    assertThat(network.closed).isFalse();
    network.ends.release();
    assertThat(running.get().plain()).hasSize(8);
    closing.get();
    assertThat(network.closed).isTrue();
    assertThatThrownBy(() -> meaningOf(3)).hasMessage("the encoder is closed");
  }
}
