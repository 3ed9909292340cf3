package dev.sluice.enrichers.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.enrichers.ModelUnavailable;
import dev.sluice.schemas.CategoryRule;
import dev.sluice.schemas.Tenant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A wait that never ends fails its test.
@Timeout(60)
class CategoryHeadsTest {

  private final Encoder encoder = new Encoder(FakeNetwork.thatNeverWaits(), 1);
  private final MessageReader reader = MessageReader.on(encoder, List.of());

  /// One permit lets one fit end.
  private final Semaphore ends = new Semaphore(0);

  private final AtomicInteger fits = new AtomicInteger();
  private final AtomicBoolean failing = new AtomicBoolean();
  private final CategoryHeads heads = new CategoryHeads(this::fit);
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

  private final Tenant before = Tenants.with(Tenants.PARCELS, Tenants.HOURS);
  private final Tenant after = Tenants.with(Tenants.PARCELS);

  @AfterEach
  void close() {
    heads.close();
    callers.close();
    encoder.close();
  }

  private CategoryHead fit(List<CategoryRule> rules) throws ModelUnavailable {
    fits.incrementAndGet();
    try {
      ends.acquire();
    } catch (InterruptedException e) {
      throw ModelUnavailable.temporarily("interrupted", e);
    }
    if (failing.getAndSet(false)) {
      throw ModelUnavailable.temporarily("broken", null);
    }
    return CategoryHead.fit(rules, reader);
  }

  private Future<CategoryHead> ask(Tenant tenant) {
    Callable<CategoryHead> asking = () -> heads.of(tenant);
    return callers.submit(asking);
  }

  @Test
  void shouldLetCallersWaitForTheFirstHead() throws Exception {
    // Given
    Future<CategoryHead> one = ask(before);
    Future<CategoryHead> other = ask(before);
    await().until(() -> fits.get() == 1);
    assertThat(one.isDone()).isFalse();
    // When
    ends.release();
    // Then
    assertThat(one.get()).isSameAs(other.get()).isSameAs(heads.of(before));
    assertThat(fits).hasValue(1);
  }

  @Test
  void shouldAnswerWithTheOldHeadUntilTheNewOneIsThere() throws Exception {
    // Given
    ends.release();
    CategoryHead old = heads.of(before);
    // When
    CategoryHead meanwhile = heads.of(after);
    // Then
    assertThat(meanwhile).isSameAs(old);
    ends.release();
    await().until(() -> heads.of(after) != old);
    assertThat(heads.of(after).version()).isNotEqualTo(old.version());
    assertThat(fits).hasValue(2);
  }

  @Test
  void shouldFitTheNewestOfSeveralChanges() throws Exception {
    // Given
    ends.release();
    heads.of(before);
    heads.prepare(after);
    await().until(() -> fits.get() == 2);
    Tenant newest = Tenants.with(Tenants.HOURS);
    heads.prepare(before);
    heads.prepare(newest);
    // When
    ends.release(2);
    // Then
    await()
        .until(
            () ->
                heads
                    .of(newest)
                    .version()
                    .equals(CategoryHead.fit(newest.categories(), reader).version()));
    assertThat(fits).hasValue(3);
  }

  @Test
  void shouldTryAgainAfterAFailure() throws Exception {
    // Given
    failing.set(true);
    ends.release(2);
    assertThatThrownBy(() -> heads.of(before))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessage("the categories could not be fitted");
    // When
    CategoryHead head = heads.of(before);
    // Then
    assertThat(head.version()).startsWith("minilm-");
  }

  @Test
  void shouldKeepTheOldHeadWhenTheNewOneFails() throws Exception {
    // Given
    ends.release();
    CategoryHead old = heads.of(before);
    failing.set(true);
    // When
    heads.prepare(after);
    ends.release();
    // Then
    await().until(() -> !failing.get());
    assertThat(heads.of(after)).isSameAs(old);
    ends.release(2);
    await().until(() -> heads.of(after) != old);
  }

  @Test
  void shouldGiveUpWaitingWhenInterrupted() throws Exception {
    // Given
    AtomicBoolean gaveUp = new AtomicBoolean();
    Thread caller =
        Thread.startVirtualThread(
            () -> {
              assertThatThrownBy(() -> heads.of(before)).isInstanceOf(ModelUnavailable.class);
              gaveUp.set(Thread.currentThread().isInterrupted());
            });
    await().until(() -> fits.get() == 1);
    // When
    caller.interrupt();
    caller.join();
    // Then
    assertThat(gaveUp).isTrue();
  }

  @Test
  void shouldShareAShippedTaxonomy() throws Exception {
    // Given
    ends.release(10);
    CategoryHead one = heads.of(Tenants.named("one"));
    // When
    CategoryHead other = heads.of(Tenants.named("other"));
    // Then
    assertThat(other).isSameAs(one);
    assertThat(fits).hasValue(1);
  }

  @Test
  void shouldKeepABoundedNumberOfTenants() throws Exception {
    // Given
    ends.release(10_000);
    // When
    for (int i = 0; i < CategoryHeads.KEPT_MAX + 10; i++) {
      heads.of(Tenants.named("t" + i, Tenants.category("a", "hello")));
    }
    // Then
    assertThat(heads.kept()).isEqualTo(CategoryHeads.KEPT_MAX);
    int fitted = fits.get();
    heads.of(Tenants.named("t0", Tenants.category("a", "hello")));
    assertThat(fits).hasValue(fitted + 1);
  }

  @Test
  void shouldAnswerWhoWaitsWhenClosed() {
    // Given
    Future<CategoryHead> waiting = ask(before);
    await().until(() -> fits.get() == 1);
    // When
    heads.close();
    // Then
    assertThatThrownBy(waiting::get).hasCauseInstanceOf(ModelUnavailable.class);
    assertThatThrownBy(() -> heads.of(before)).isInstanceOf(ModelUnavailable.class);
  }
}
