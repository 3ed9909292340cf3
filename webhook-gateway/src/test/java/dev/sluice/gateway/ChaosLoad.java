package dev.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.testsupport.TestTenant;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/// Senders that post one delivery after the other, each of its own content, and remember what they
/// were told. Thread-safe.
final class ChaosLoad implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int SENDERS = 6;

  /// Between two deliveries of one sender: some 200 a second in all.
  private static final Duration PAUSE = Duration.ofMillis(30);

  private record Answer(String body, int status, Duration took) {}

  private final GatewayServer server;
  private final TestTenant tenant;
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final AtomicInteger next = new AtomicInteger();
  private final List<Thread> senders;
  private volatile boolean closed;

  private ChaosLoad(GatewayServer server, TestTenant tenant) {
    this.server = server;
    this.tenant = tenant;
    this.senders =
        IntStream.range(0, SENDERS).mapToObj(i -> Thread.ofVirtual().unstarted(this::run)).toList();
  }

  static ChaosLoad start(GatewayServer server, TestTenant tenant) {
    ChaosLoad load = new ChaosLoad(server, tenant);
    load.senders.forEach(Thread::start);
    return load;
  }

  /// Waits for a delivery that is sent from now on and accepted.
  void awaitAccepted() {
    await(200);
  }

  /// Waits for a delivery that is sent from now on and refused.
  void awaitRefused() {
    await(503);
  }

  Set<String> accepted() {
    Set<String> accepted = ConcurrentHashMap.newKeySet();
    answers.stream()
        .filter(answer -> answer.status() == 200)
        .forEach(answer -> accepted.add(answer.body()));
    return accepted;
  }

  Set<Integer> statuses() {
    Set<Integer> statuses = ConcurrentHashMap.newKeySet();
    answers.forEach(answer -> statuses.add(answer.status()));
    return statuses;
  }

  Duration slowest() {
    return answers.stream().map(Answer::took).max(Duration::compareTo).orElse(Duration.ZERO);
  }

  private void await(int status) {
    int from = next.get();
    Awaitility.await()
        .atMost(LIMIT)
        .until(
            () ->
                answers.stream()
                    .anyMatch(
                        answer -> answer.status() == status && number(answer.body()) >= from));
  }

  private static int number(String body) {
    return Integer.parseInt(body.replaceAll("\\D", ""));
  }

  private void run() {
    while (!closed) {
      String body = "{\"n\":%d}".formatted(next.getAndIncrement());
      long begin = System.nanoTime();
      try {
        int status = server.post(tenant, body.getBytes(UTF_8)).statusCode();
        answers.add(new Answer(body, status, Duration.ofNanos(System.nanoTime() - begin)));
      } catch (Exception e) {
        answers.add(new Answer(body, -1, Duration.ofNanos(System.nanoTime() - begin)));
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /// Returns when every sender has heard its last answer.
  void end() {
    closed = true;
    for (Thread sender : senders) {
      boolean ended;
      try {
        ended = sender.join(LIMIT);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while senders end", e);
      }
      if (!ended) {
        throw new AssertionError("a delivery was not answered");
      }
    }
  }

  @Override
  public void close() {
    end();
  }
}
