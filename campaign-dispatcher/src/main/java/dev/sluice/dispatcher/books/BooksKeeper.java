package dev.sluice.dispatcher.books;

import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.Campaign.State;
import dev.sluice.schemas.Retention;
import dev.sluice.schemas.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the accounts of open campaigns while they run, with a thread of its own.
///
/// Each campaign has one keeper among the dispatchers of a group. It shows the counts as gauges,
/// says that a campaign is done once every message has an outcome, and raises the alarm when
/// messages of a running campaign have no outcome although nothing of it is under way, or when
/// there are more outcomes than messages. Sending never waits for it. Thread-safe.
public final class BooksKeeper implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(BooksKeeper.class);

  /// How soon a campaign that has just begun is noticed.
  private static final Duration POLL = Duration.ofMillis(200);

  /// Between two looks at the counts: as often as a progress bar moves.
  private static final Duration SHOW = Duration.ofSeconds(1);

  /// Between two looks at whether every message is somewhere: the alarm comes within 20 s of rest.
  static final Duration LOOK = Duration.ofSeconds(10);

  /// For one question to the cluster, and for reading to the end within a look.
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /// After a failure, before everything is read again.
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /// A pass may be waiting for an answer when it is asked to end.
  private static final Duration CLOSE = LIMIT.plusSeconds(5);

  /// Outcomes older than this are gone, and with them what could be said about their campaign.
  private static final Duration REMEMBERED =
      switch (Topics.DISPATCH_RESULTS.retention()) {
        case Retention.For(Duration time) -> time;
        case Retention.LatestPerKey() -> Duration.ofDays(365);
      };

  private final OwnedFacts facts;
  private final FactLog lookups;
  private final GroupPositions positions;
  private final RestLooks rest;
  private final RestCheck check = new RestCheck();
  private final CampaignEnds ends;
  private final BooksMetrics metrics;
  private final InstantSource clock;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private final long lookNanos;
  private Map<String, Long> reported = Map.of();
  private boolean begun;
  private long shownAt = System.nanoTime();
  private long lookedAt = System.nanoTime();

  private BooksKeeper(
      Map<String, Object> connection, String group, MeterRegistry registry, Duration look) {
    this.lookups = new FactLog(BooksClients.reader(connection, "lookups"));
    this.facts =
        new OwnedFacts(
            BooksClients.member(connection, group + "-books"),
            BooksClients.reader(connection, "statuses"),
            lookups);
    this.positions = new GroupPositions(connection, group);
    this.rest = new RestLooks(lookups, positions);
    this.ends = new CampaignEnds(BooksClients.producer(connection));
    this.metrics = new BooksMetrics(registry);
    this.clock = InstantSource.system();
    this.lookNanos = look.toNanos();
    this.thread = Thread.ofPlatform().daemon().name("campaign-books").unstarted(this::run);
  }

  /// Starts a keeper; it joins its group on its own time, and waits for topics that are not there.
  ///
  /// @param connection Kafka client settings that hold at least `bootstrap.servers`
  /// @param group of the dispatchers; the keepers' is `<group>-books`
  /// @throws KafkaException when `connection` makes no client
  public static BooksKeeper start(
      Map<String, Object> connection, String group, MeterRegistry registry) {
    return start(connection, group, registry, LOOK);
  }

  /// The same with another time between two looks.
  static BooksKeeper start(
      Map<String, Object> connection, String group, MeterRegistry registry, Duration look) {
    BooksKeeper keeper = new BooksKeeper(connection, group, registry, look);
    keeper.thread.start();
    return keeper;
  }

  /// Stops keeping; usually within a fraction of a second, at most 15 s. Idempotent.
  @Override
  public void close() {
    stopping.countDown();
    try {
      thread.join(CLOSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (lookups;
        positions;
        ends;
        facts) {
      while (stopping.getCount() > 0) {
        tryPass();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      metrics.clear();
    }
  }

  private void tryPass() throws InterruptedException {
    try {
      pass();
    } catch (RuntimeException failure) {
      begun = false;
      log.atWarn()
          .addKeyValue("reason", failure.toString())
          .log("campaigns' accounts cannot be kept for the moment");
      boolean closing = stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      log.atDebug().addKeyValue("closing", closing).log("keeping accounts again");
    }
  }

  private void pass() {
    Deadline deadline = Deadline.in(LIMIT);
    if (!begun) {
      facts.begin(deadline);
      begun = true;
    }
    facts.poll(POLL, deadline);
    long now = System.nanoTime();
    if (now - lookedAt >= lookNanos) {
      lookedAt = now;
      look();
    }
    if (now - shownAt >= SHOW.toNanos()) {
      shownAt = now;
      show();
    }
  }

  private void show() {
    Instant now = clock.instant();
    List<CampaignCount> counts = counts();
    Set<String> keys =
        counts.stream().map(count -> count.campaign().key()).collect(Collectors.toSet());
    check.retain(keys);
    ends.retain(keys);
    counts.forEach(count -> ends.sayIfDone(count, now));
    metrics.publish(counts, check.unaccounted());
  }

  /// First whether they are at rest, then how many have an outcome: an outcome is stored before its
  /// message counts as done.
  private void look() {
    Map<String, OptionalLong> endsAtRest = new HashMap<>();
    for (CampaignCount count : counts()) {
      Campaign campaign = count.campaign();
      if (mayBeAtRest(count)) {
        endsAtRest.put(campaign.key(), endAtRest(campaign));
      }
    }
    if (!facts.catchUp(POLL, Deadline.in(LIMIT))) {
      return; // the books are being built, or the cluster is slow
    }
    for (CampaignCount count : counts()) {
      OptionalLong end = endsAtRest.getOrDefault(count.campaign().key(), OptionalLong.empty());
      long wrong =
          end.isPresent() && count.pending() > 0
              ? check.atRest(count, end.getAsLong())
              : check.moving(count);
      report(count, wrong);
    }
    reported = check.unaccounted();
  }

  /// What cannot be told is told by the next look.
  private OptionalLong endAtRest(Campaign campaign) {
    try {
      return rest.endAtRest(campaign, Deadline.in(LIMIT));
    } catch (KafkaException | BooksUnavailable failure) {
      log.atWarn()
          .addKeyValue("tenant", campaign.tenant())
          .addKeyValue("campaign", campaign.id())
          .addKeyValue("reason", failure.toString())
          .log("whether the campaign is at rest cannot be told for the moment");
      return OptionalLong.empty();
    }
  }

  /// Messages of a campaign that does not run may wait where they like.
  private boolean mayBeAtRest(CampaignCount count) {
    return count.campaign().state() == State.RUNNING
        && count.pending() > 0
        && FactLog.beginOf(count.campaign()).isAfter(clock.instant().minus(REMEMBERED));
  }

  private void report(CampaignCount count, long wrong) {
    if (wrong > 0 && !reported.containsKey(count.campaign().key())) {
      log.atError()
          .addKeyValue("tenant", count.campaign().tenant())
          .addKeyValue("campaign", count.campaign().id())
          .addKeyValue("total", count.campaign().total())
          .addKeyValue("accepted", count.accepted())
          .addKeyValue("failed", count.failed())
          .addKeyValue("skipped", count.skipped())
          .addKeyValue("unknown", count.unknown())
          .addKeyValue("pending", count.pending())
          .addKeyValue("unaccounted", wrong)
          .log("the campaign's accounts do not add up");
    }
  }

  private List<CampaignCount> counts() {
    Instant now = clock.instant();
    return facts.books().stream().map(books -> books.count(now)).toList();
  }
}
