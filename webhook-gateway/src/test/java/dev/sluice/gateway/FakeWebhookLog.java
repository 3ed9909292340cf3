package dev.sluice.gateway;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.ProducerRecord;

/// A log in memory that answers as it is told to, and as late.
final class FakeWebhookLog implements WebhookLog {

  private final List<ProducerRecord<String, byte[]>> records = new CopyOnWriteArrayList<>();
  private final List<Thread> callers = new CopyOnWriteArrayList<>();
  private volatile Append answer = new Append.Done();
  private volatile CountDownLatch gate = new CountDownLatch(0);

  FakeWebhookLog answering(Append next) {
    answer = next;
    return this;
  }

  /// Holds every append until [#release].
  FakeWebhookLog holding() {
    gate = new CountDownLatch(1);
    return this;
  }

  void release() {
    gate.countDown();
  }

  List<ProducerRecord<String, byte[]>> records() {
    return records;
  }

  List<Thread> callers() {
    return callers;
  }

  @Override
  public Append append(List<ProducerRecord<String, byte[]>> webhooks) {
    records.addAll(webhooks);
    callers.add(Thread.currentThread());
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Append.NotConfirmed("interrupted");
    }
    return answer;
  }

  @Override
  public boolean ready() {
    return true;
  }

  @Override
  public void close() {
    release();
  }
}
