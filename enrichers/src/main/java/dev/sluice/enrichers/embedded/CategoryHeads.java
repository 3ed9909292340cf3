package dev.sluice.enrichers.embedded;

import dev.sluice.enrichers.CategoryTable;
import dev.sluice.enrichers.ModelUnavailable;
import dev.sluice.schemas.CategoryRule;
import dev.sluice.schemas.Tenant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the fitted categories of tenants, and fits them on one background thread.
///
/// A tenant's first head is waited for; when its categories change, the old head answers until the
/// new one takes its place, at once and as a whole. Tenants with a shipped taxonomy share its head.
/// One tenant's fit waits for that of another, but no message of a tenant whose head is there does.
///
/// Safe for many threads.
final class CategoryHeads implements AutoCloseable {

  /// Lists of categories kept fitted, the latest used. One of 30 topics with 10 lines takes some
  /// 230 KB, so these are 115 MB; a tenant beyond them is fitted again when it writes next, as if
  /// it were new.
  static final int KEPT_MAX = 500;

  private static final Logger log = LoggerFactory.getLogger(CategoryHeads.class);

  /// Fits categories, on the background thread.
  interface Fitting {
    CategoryHead fit(List<CategoryRule> rules) throws ModelUnavailable;
  }

  private final Fitting fitting;
  private final ThreadPoolExecutor thread;

  /// By tenant or, for shipped categories, by taxonomy; oldest use first. Guarded by itself, as is
  /// what its values hold.
  private final Map<Object, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);

  CategoryHeads(Fitting fitting) {
    this.fitting = fitting;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(KEPT_MAX),
            task -> Thread.ofPlatform().name("category-fitting").daemon().unstarted(task));
  }

  /// What is known of one list of categories.
  private static final class Slot {
    /// The rules fitted or to be fitted; null when that failed and is to be tried again.
    private @Nullable List<CategoryRule> wanted;

    private boolean queued;

    /// The newest head; incomplete until there is one.
    private CompletableFuture<CategoryHead> head = new CompletableFuture<>();
  }

  /// The head that holds for a tenant now. Waits for its first one; an interrupt ends the wait.
  ///
  /// @throws ModelUnavailable when it cannot be fitted, or the caller is interrupted, which stays
  ///   set
  CategoryHead of(Tenant tenant) throws ModelUnavailable {
    Slot slot = wanted(tenant);
    try {
      return headOf(slot).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ModelUnavailable.temporarily("interrupted while the categories were fitted", e);
    } catch (ExecutionException e) {
      throw ModelUnavailable.temporarily("the categories could not be fitted", e.getCause());
    }
  }

  /// Begins to fit a tenant's categories unless that is done or under way. Does not wait.
  ///
  /// @throws ModelUnavailable when too many tenants wait for theirs
  void prepare(Tenant tenant) throws ModelUnavailable {
    wanted(tenant);
  }

  private CompletableFuture<CategoryHead> headOf(Slot slot) {
    synchronized (slots) {
      return slot.head;
    }
  }

  private Slot wanted(Tenant tenant) throws ModelUnavailable {
    List<CategoryRule> rules = CategoryTable.of(tenant);
    Object key = tenant.categories().isEmpty() ? tenant.models().taxonomy() : tenant.id();
    synchronized (slots) {
      Slot slot = slots.computeIfAbsent(key, ignored -> new Slot());
      if (slots.size() > KEPT_MAX) {
        slots.remove(slots.keySet().iterator().next());
      }
      boolean changed = slot.wanted != rules && !rules.equals(slot.wanted);
      slot.wanted = rules;
      if (changed && !slot.queued) {
        queue(slot);
      }
      return slot;
    }
  }

  private void queue(Slot slot) throws ModelUnavailable {
    try {
      thread.execute(() -> fit(slot));
      slot.queued = true;
    } catch (RejectedExecutionException e) {
      slot.wanted = null;
      throw ModelUnavailable.temporarily(
          "%d tenants already wait for their categories to be fitted".formatted(KEPT_MAX), e);
    }
  }

  private void fit(Slot slot) {
    List<CategoryRule> rules;
    synchronized (slots) {
      slot.queued = false;
      rules = slot.wanted;
    }
    if (rules == null) {
      return;
    }
    try {
      put(slot, fitting.fit(rules));
    } catch (ModelUnavailable | RuntimeException e) {
      log.atWarn().addKeyValue("reason", e.getMessage()).log("categories could not be fitted");
      giveUp(slot, e);
    }
  }

  private void put(Slot slot, CategoryHead fitted) {
    synchronized (slots) {
      if (!slot.head.complete(fitted)) {
        slot.head = CompletableFuture.completedFuture(fitted);
      }
    }
  }

  /// Leaves the old head where there is one, and lets the next message try again.
  private void giveUp(Slot slot, Exception reason) {
    synchronized (slots) {
      slot.wanted = null;
      if (slot.head.completeExceptionally(reason)) {
        slot.head = new CompletableFuture<>();
      }
    }
  }

  /// Lists of categories kept at the moment.
  int kept() {
    synchronized (slots) {
      return slots.size();
    }
  }

  /// Stops fitting; whoever waits for a first head is answered that there is none.
  @Override
  public void close() {
    thread.shutdownNow();
    synchronized (slots) {
      slots.values().forEach(slot -> giveUp(slot, new IllegalStateException("closed")));
      slots.clear();
    }
  }
}
