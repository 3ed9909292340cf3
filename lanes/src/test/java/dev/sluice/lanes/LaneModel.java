package dev.sluice.lanes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rules of one lane said a second time, by brute force over lists.
final class LaneModel {

  /// @param id its place in the order of submission
  record Piece(int id, WorkTraits traits) {}

  private final LaneLimits limits;
  private final int window;
  private final List<Piece> waiting = new ArrayList<>();
  private final List<Piece> running = new ArrayList<>();
  private final Map<Object, List<Piece>> sequences = new HashMap<>();
  private long heldUntil;

  /// Nanoseconds of rest that are saved up; a start costs one period, a full bucket holds `burst`.
  private long saved;

  private long savedAt;

  LaneModel(LaneLimits limits, TotalLimit total) {
    this.limits = limits;
    this.window = Math.min(limits.window(), total.perLane());
    this.saved = capacity();
  }

  int queued() {
    return waiting.size();
  }

  int inFlight() {
    return running.size();
  }

  boolean isFull() {
    return waiting.size() == limits.queued();
  }

  void offer(Piece piece) {
    waiting.add(piece);
    Object key = piece.traits().sequence();
    if (key != null) {
      List<Piece> line = sequences.computeIfAbsent(key, k -> new ArrayList<>());
      boolean first =
          piece.traits().keepsTurn() && !line.isEmpty() && running.contains(line.getFirst());
      line.add(first ? 1 : line.size(), piece);
    }
  }

  void hold(long until) {
    heldUntil = Math.max(heldUntil, until);
  }

  List<Piece> expire(long now) {
    List<Piece> expired =
        waiting.stream().filter(it -> it.traits().deadlineNanos() <= now).toList();
    expired.forEach(this::forget);
    return expired;
  }

  List<Piece> dropQueued() {
    List<Piece> dropped = List.copyOf(waiting);
    dropped.forEach(this::forget);
    return dropped;
  }

  List<Piece> waiting() {
    return List.copyOf(waiting);
  }

  void withdraw(Piece piece) {
    forget(piece);
  }

  /// What this lane would start now if no other lane were there.
  Optional<Piece> startable(long now) {
    save(now);
    if (now < heldUntil || running.size() >= window || saved < period()) {
      return Optional.empty();
    }
    Optional<Piece> interactive = firstReady(Urgency.INTERACTIVE, now);
    return interactive.isPresent() || bulkRunning() >= bulkWindow()
        ? interactive
        : firstReady(Urgency.BULK, now);
  }

  void start(Piece piece, long now) {
    save(now);
    saved -= period();
    waiting.remove(piece);
    running.add(piece);
  }

  void finish(Piece piece) {
    running.remove(piece);
    leaveSequence(piece);
  }

  long bulkRunning() {
    return running.stream().filter(it -> it.traits().urgency() == Urgency.BULK).count();
  }

  int bulkWindow() {
    return Math.max(1, window - limits.reservedForInteractive());
  }

  int window() {
    return window;
  }

  private Optional<Piece> firstReady(Urgency urgency, long now) {
    return waiting.stream()
        .filter(it -> it.traits().urgency() == urgency)
        .filter(it -> it.traits().notBeforeNanos() <= now)
        .filter(this::hasTurn)
        .min(Comparator.comparingInt(Piece::id));
  }

  private boolean hasTurn(Piece piece) {
    Object key = piece.traits().sequence();
    return key == null || sequences.getOrDefault(key, List.of()).getFirst().equals(piece);
  }

  private void forget(Piece piece) {
    waiting.remove(piece);
    leaveSequence(piece);
  }

  private void leaveSequence(Piece piece) {
    Object key = piece.traits().sequence();
    if (key != null) {
      sequences.computeIfPresent(
          key, (k, line) -> line.remove(piece) && line.isEmpty() ? null : line);
    }
  }

  private void save(long now) {
    saved = Math.min(capacity(), saved + now - savedAt);
    savedAt = now;
  }

  private long capacity() {
    return limits.rate() == null ? 0 : limits.rate().burst() * period();
  }

  private long period() {
    return limits.rate() == null ? 0 : limits.rate().periodNanos();
  }
}
