package dev.sluice.inbox;

import dev.sluice.schemas.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears on one connection of this process what any process stored, and passes it to the
/// [LiveFeed]. Every two seconds it looks for itself, so that a lost notification costs two seconds
/// and nothing else.
///
/// While its connection is away it opens another, and the inbox is not ready.
final class InboxListener implements AutoCloseable {

  /// How long a notification that was lost stays unnoticed at most.
  private static final Duration POLL = Duration.ofSeconds(2);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /// The poll and the close of a connection.
  private static final Duration JOIN = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(InboxListener.class);

  private final Database database;
  private final LiveFeed feed;
  private final Closing closing = new Closing();
  private final Thread thread;
  private volatile boolean listening;

  InboxListener(Database database, LiveFeed feed) {
    this.database = database;
    this.feed = feed;
    this.thread = Thread.ofVirtual().name("inbox-listener").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Whether the database answered within the last poll.
  boolean listening() {
    return listening;
  }

  @Override
  public void close() {
    closing.begin();
    try {
      if (!thread.join(JOIN)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    while (!closing.hasBegun()) {
      try (Connection connection = database.listen(InboxStore.CHANNEL)) {
        pause = FIRST_PAUSE;
        listenOn(connection);
      } catch (SQLException e) {
        listening = false;
        log.atWarn()
            .addKeyValue("reason", DatabaseErrors.describe(e))
            .log("the inbox cannot hear its database and connects anew");
        closing.await(pause);
        pause = Backoff.next(pause, LONGEST_PAUSE);
      }
    }
    listening = false;
  }

  private void listenOn(Connection connection) throws SQLException {
    PGConnection notifying = connection.unwrap(PGConnection.class);
    long polledAt = System.nanoTime() - POLL.toNanos();
    while (!closing.hasBegun()) {
      if (System.nanoTime() - polledAt >= POLL.toNanos()) {
        if (!connection.isValid((int) POLL.toSeconds())) {
          throw new SQLException("no answer", "08006");
        }
        feed.catchUp();
        polledAt = System.nanoTime();
        listening = true;
      }
      PGNotification @Nullable [] heard = notifying.getNotifications(waitMillis(polledAt));
      if (heard != null) {
        for (PGNotification notification : heard) {
          announce(notification.getParameter());
        }
      }
    }
  }

  /// Until the next poll, but short enough to close soon; 0 would wait for ever.
  private static int waitMillis(long polledAt) {
    long left = POLL.toNanos() - (System.nanoTime() - polledAt);
    return Math.clamp(TimeUnit.NANOSECONDS.toMillis(left), 1, 500);
  }

  /// @param payload `tenant:seq`; anything else is not ours
  private void announce(String payload) {
    int colon = payload.indexOf(':');
    if (colon < 1 || !TenantId.isLegal(payload.substring(0, colon))) {
      return;
    }
    try {
      long seq = Long.parseLong(payload, colon + 1, payload.length(), 10);
      feed.announce(new TenantId(payload.substring(0, colon)), seq);
    } catch (NumberFormatException e) {
      log.atDebug().addKeyValue("reason", "not a number").log("a notification is ignored");
    }
  }
}
