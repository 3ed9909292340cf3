package dev.sluice.inbox;

import dev.sluice.schemas.TenantId;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/// The live streams of this process, by tenant.
///
/// Every stream is pulled: a virtual thread waits for the next message and hands it over when the
/// connection asks for one. Nothing is pushed, so nothing can overflow and be dropped. Thread-safe.
final class LiveFeed implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LiveFeed.class);

  private static final ThreadFactory THREADS =
      Thread.ofVirtual().name("inbox-stream-", 0).factory();

  private static final Scheduler SCHEDULER =
      Schedulers.fromExecutor(task -> THREADS.newThread(task).start());

  private final InboxReader reader;
  private final Access access;
  private final int streamsPerTenant;
  private final Map<TenantId, TenantTail> tails = new ConcurrentHashMap<>();
  private volatile boolean closed;

  LiveFeed(InboxReader reader, Access access, int streamsPerTenant) {
    this.reader = reader;
    this.access = access;
    this.streamsPerTenant = streamsPerTenant;
  }

  /// A stream of the messages stored after one.
  ///
  /// @param seen the last the browser knows; empty to begin with the present
  /// @throws ApiProblem when the tenant has as many streams open as it may; those that are opened
  ///   in the same instant may exceed the number by themselves
  /// @throws SQLException when the database does not say where the present is
  Publisher<byte[]> open(Access.Pass pass, Optional<Long> seen) throws SQLException {
    TenantId tenant = pass.tenant();
    long latest = reader.latest(tenant);
    @Nullable TenantTail tail = tails.get(tenant);
    if (tail != null && tail.size() >= streamsPerTenant) {
      throw ApiProblem.tooManyStreams(streamsPerTenant);
    }
    return Flux.defer(() -> follow(register(pass, latest, seen.orElse(latest))))
        .subscribeOn(SCHEDULER);
  }

  /// Tells a tenant's streams that a message of that number is there.
  void announce(TenantId tenant, long seq) {
    @Nullable TenantTail tail = tails.get(tenant);
    if (tail != null) {
      tail.announce(seq);
    }
  }

  /// Looks up what may have been announced while nobody listened.
  void catchUp() throws SQLException {
    for (TenantTail tail : tails.values()) {
      tail.announce(reader.latest(tail.tenant()));
    }
  }

  /// Streams open now.
  int streams() {
    return tails.values().stream().mapToInt(TenantTail::size).sum();
  }

  /// How far the slowest stream is behind what is stored, in messages.
  long behind() {
    return tails.values().stream().mapToLong(TenantTail::behind).max().orElse(0);
  }

  /// Ends every stream; the browsers come back elsewhere.
  @Override
  public void close() {
    closed = true;
    tails.values().forEach(TenantTail::endAll);
  }

  private Flux<byte[]> follow(StreamCursor cursor) {
    return Flux.<byte[]>generate(sink -> emitNext(cursor, sink))
        .doOnCancel(cursor::end)
        .doFinally(ignored -> unregister(cursor));
  }

  private StreamCursor register(Access.Pass pass, long latest, long seen) {
    StreamCursor[] made = new StreamCursor[1];
    tails.compute(
        pass.tenant(),
        (tenant, existing) -> {
          TenantTail tail = existing == null ? new TenantTail(tenant, reader, latest) : existing;
          tail.announce(latest);
          made[0] = new StreamCursor(tail, seen, () -> !closed && access.stillCounts(pass));
          tail.add(made[0]);
          return tail;
        });
    announceLatest(made[0].tail());
    return made[0];
  }

  /// What came between the look at the database and the registration was announced to nobody here.
  private void announceLatest(TenantTail tail) {
    try {
      tail.announce(reader.latest(tail.tenant()));
    } catch (SQLException e) {
      log.atDebug()
          .addKeyValue("tenant", tail.tenant())
          .addKeyValue("reason", DatabaseErrors.describe(e))
          .log("a live stream begins with what is known");
    }
  }

  private void unregister(StreamCursor cursor) {
    tails.computeIfPresent(
        cursor.tail().tenant(),
        (tenant, tail) -> {
          tail.remove(cursor);
          return tail.size() == 0 ? null : tail;
        });
  }

  private static void emitNext(StreamCursor cursor, SynchronousSink<byte[]> sink) {
    try {
      @Nullable SseFrame frame = cursor.next();
      if (frame == null) {
        sink.complete();
      } else {
        sink.next(frame.bytes());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      sink.complete();
    }
  }
}
