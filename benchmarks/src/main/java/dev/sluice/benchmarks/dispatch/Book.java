package dev.sluice.benchmarks.dispatch;

import dev.sluice.simulator.ProviderWitness;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Every request the simulated provider let in, by account and in the order of arrival.
/// Thread-safe.
final class Book implements ProviderWitness {

  private final Map<String, Account> accounts = new HashMap<>();
  private volatile Echo echo = (account, correlation, providerMessageId) -> {};
  private int open;
  private int peakOpen;

  /// Whoever is told of each accepted request; must not block.
  interface Echo {
    void accepted(String account, String correlation, String providerMessageId);
  }

  /// One account's page.
  private static final class Account {
    final List<Visit> visits = new ArrayList<>();

    /// Places of the visits under way, by correlation, the longest under way first.
    final Map<String, Deque<Integer>> underWay = new HashMap<>();

    int accepted;
  }

  @Override
  public synchronized void arrived(String account, String correlation, long atNanos) {
    Account page = accounts.computeIfAbsent(account, ignored -> new Account());
    page.underWay
        .computeIfAbsent(correlation, ignored -> new ArrayDeque<>())
        .add(page.visits.size());
    page.visits.add(new Visit(correlation, atNanos, Visit.OPEN, false));
    open++;
    peakOpen = Math.max(peakOpen, open);
  }

  /// Tells somebody of each request that is accepted from now on.
  void tell(Echo listener) {
    echo = listener;
  }

  @Override
  public void left(
      String account, String correlation, @Nullable String providerMessageId, long atNanos) {
    enter(account, correlation, providerMessageId != null, atNanos);
    if (providerMessageId != null) {
      echo.accepted(account, correlation, providerMessageId);
    }
  }

  private synchronized void enter(
      String account, String correlation, boolean accepted, long atNanos) {
    Account page = accounts.get(account);
    Deque<Integer> underWay = page == null ? null : page.underWay.get(correlation);
    if (page == null || underWay == null) {
      throw new IllegalStateException("left without having arrived: " + correlation);
    }
    int place = underWay.remove();
    if (underWay.isEmpty()) {
      page.underWay.remove(correlation);
    }
    Visit visit = page.visits.get(place);
    page.visits.set(place, new Visit(correlation, visit.arrivedNanos(), atNanos, accepted));
    page.accepted += accepted ? 1 : 0;
    open--;
  }

  /// The visits of one account so far, as they arrived.
  synchronized List<Visit> of(String account) {
    Account page = accounts.get(account);
    return page == null ? List.of() : new ArrayList<>(page.visits);
  }

  /// How many visits one account has accepted.
  synchronized int accepted(String account) {
    Account page = accounts.get(account);
    return page == null ? 0 : page.accepted;
  }

  /// Visits under way at all accounts.
  synchronized int open() {
    return open;
  }

  /// The most visits under way at all accounts together so far.
  synchronized int peakOpen() {
    return peakOpen;
  }
}
