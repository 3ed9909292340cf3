package dev.sluice.inbox;

import dev.sluice.inbox.InboxStore.Written;
import dev.sluice.schemas.DeadLetterHeaders.Reason;
import dev.sluice.schemas.TenantId;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the records of a poll into the database or, those that can never get there, to the dead
/// letters. Used by one thread.
final class BatchWriter {

  private static final Logger log = LoggerFactory.getLogger(BatchWriter.class);

  /// How long a round goes on to the next share, so that the thread polls again long before the
  /// five minutes after which its group would give it up: a minute, and the last share's
  /// statements.
  private static final Duration ROUND = Duration.ofSeconds(60);

  private final InboxStore store;
  private final DeadLetters deadLetters;
  private final InboxMetrics metrics;
  private final Clock clock;

  BatchWriter(InboxStore store, DeadLetters deadLetters, InboxMetrics metrics, Clock clock) {
    this.store = store;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
    this.clock = clock;
  }

  /// One tenant's share of what is to be written.
  private record Share(TenantId tenant, List<Received.Writable> records) {}

  /// Writes what it can, a transaction a tenant, the smallest share first so that nobody waits for
  /// a neighbour's burst. A tenant whose rows are in use holds up no other; when the database is
  /// away the rest of the round is left.
  ///
  /// @return what the database could not take now, in order; empty when all is done
  /// @throws org.apache.kafka.common.KafkaException when a dead letter cannot be stored
  List<Received> write(List<Received> records) {
    List<Received> remaining = new ArrayList<>();
    long begun = System.nanoTime();
    boolean away = false;
    for (Share share : shares(records)) {
      if (away || System.nanoTime() - begun > ROUND.toNanos()) {
        remaining.addAll(share.records());
        continue;
      }
      try {
        write(share);
      } catch (SQLException e) {
        log.atWarn()
            .addKeyValue("tenant", share.tenant())
            .addKeyValue("reason", DatabaseErrors.describe(e))
            .log("the database does not take messages; they will be tried again");
        away = DatabaseErrors.of(e) == DatabaseErrors.AWAY;
        remaining.addAll(share.records());
      }
    }
    for (Received received : records) {
      if (received instanceof Received.Unreadable unreadable) {
        setAside(unreadable.origin(), unreadable.reason(), unreadable.why());
      }
    }
    return remaining;
  }

  private static List<Share> shares(List<Received> records) {
    Map<TenantId, List<Received.Writable>> byTenant = new TreeMap<>();
    for (Received received : records) {
      if (received instanceof Received.Writable writable) {
        byTenant.computeIfAbsent(writable.tenant(), ignored -> new ArrayList<>()).add(writable);
      }
    }
    return byTenant.entrySet().stream()
        .map(entry -> new Share(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingInt(share -> share.records().size()))
        .toList();
  }

  /// @throws SQLException when the database is at fault, not the records
  private void write(Share share) throws SQLException {
    try {
      store(share);
    } catch (SQLException e) {
      if (DatabaseErrors.of(e) != DatabaseErrors.REFUSED) {
        throw e;
      }
      writeOneByOne(share);
    } catch (RuntimeException e) {
      writeOneByOne(share);
    }
  }

  /// Finds the records at fault. In order, so that the numbers still follow the topic.
  private void writeOneByOne(Share share) throws SQLException {
    for (Received.Writable writable : share.records()) {
      try {
        store(new Share(share.tenant(), List.of(writable)));
      } catch (SQLException e) {
        if (DatabaseErrors.of(e) != DatabaseErrors.REFUSED) {
          throw e;
        }
        setAside(
            writable.origin(),
            Reason.POISON,
            "refused by the database: " + DatabaseErrors.describe(e));
      } catch (RuntimeException e) {
        setAside(
            writable.origin(), Reason.POISON, "cannot be written: " + e.getClass().getSimpleName());
      }
    }
  }

  private void store(Share share) throws SQLException {
    long begun = System.nanoTime();
    Written written = store.write(share.tenant(), TenantBatch.of(share.records()));
    metrics.written(written, Duration.ofNanos(System.nanoTime() - begun), clock.instant());
  }

  private void setAside(ConsumerRecord<byte[], byte[]> origin, Reason reason, String why) {
    deadLetters.send(origin, reason, why);
    metrics.deadLetter();
    log.atWarn()
        .addKeyValue("topic", origin.topic())
        .addKeyValue("partition", origin.partition())
        .addKeyValue("reason", reason)
        .log("a record went to the dead letters");
  }
}
