package dev.sluice.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.inbox.PageQuery.Order;
import dev.sluice.inbox.TenantBatch.Arrival;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Content;
import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.ProviderStatus.State;
import dev.sluice.schemas.TenantId;
import dev.sluice.testsupport.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(Lifecycle.PER_CLASS)
class InboxStoreIT {

  private static final PageQuery FIRST_500 = new PageQuery(Optional.empty(), 500, Order.ARRIVAL);

  private TestDatabase.Database server;
  private Database database;
  private InboxStore store;
  private InboxReader reader;
  private int tenants;

  @BeforeAll
  void open() {
    server = TestDatabase.freshDatabase();
    InboxSettings settings = InboxSettings.on(server.jdbcUrl(), server.user(), server.password());
    database = Database.open(settings, new SimpleMeterRegistry());
    store = new InboxStore(database.tx(), Clock.systemUTC());
    reader = new InboxReader(database.tx());
  }

  @AfterAll
  void close() {
    database.close();
  }

  @Test
  void shouldStoreAMessageOnceHoweverOftenItComes() throws Exception {
    // Given
    TenantId tenant = tenant();
    store.write(
        tenant, Samples.messages(Samples.arrival(tenant, "m1"), Samples.arrival(tenant, "m2")));

    // When
    InboxStore.Written again =
        store.write(
            tenant,
            Samples.messages(
                Samples.arrival(tenant, "m2"),
                Samples.arrival(tenant, "m3"),
                Samples.arrival(tenant, "m3"),
                Samples.arrival(tenant, "m1")));

    // Then
    assertThat(again.messages()).extracting(Arrival::id).containsExactly("m3");
    assertThat(again.knownMessages()).isEqualTo(3);
    assertThat(reader.messages(tenant, FIRST_500).items())
        .extracting(InboxEntry::seq, InboxEntry::messageId)
        .containsExactly(tuple(1L, "m1"), tuple(2L, "m2"), tuple(3L, "m3"));
  }

  @Test
  void shouldGiveBackEverythingAMessageHolds() throws Exception {
    // Given
    TenantId tenant = tenant();

    // When
    InboxStore.Written written =
        store.write(tenant, Samples.messages(Samples.arrival(tenant, "m1")));

    // Then
    InboxEntry entry = reader.messages(tenant, FIRST_500).items().getFirst();
    assertThat(entry.receivedAt()).isEqualTo(Samples.RECEIVED);
    assertThat(entry.storedAt()).isEqualTo(written.storedAt());
    assertThat(entry.customer()).isEqualTo("5511900000001");
    assertThat(entry.customerName()).isEqualTo("Ana");
    assertThat(entry.content()).contains("my card is gone");
    assertThat(entry.priority().band()).isEqualTo("normal");
    assertThat(entry.priority().reasons()).contains("category fraud");
    assertThat(entry.priority().due()).isEqualTo(Samples.DUE);
    assertThat(entry.sentiment()).contains("lexicon-1");
    assertThat(entry.stages()).contains("\"stored\": " + Times.micros(written.storedAt()));
  }

  @Test
  void shouldNumberWithoutGapWhileSeveralWriteTheSame() throws Exception {
    // Given
    TenantId tenant = tenant();
    List<Arrival> all =
        IntStream.range(0, 400).mapToObj(i -> Samples.arrival(tenant, "m" + i)).toList();
    List<Future<?>> writers = new ArrayList<>();

    // When
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int writer = 0; writer < 4; writer++) {
        writers.add(
            threads.submit(
                () -> {
                  for (int from = 0; from < all.size(); from += 20) {
                    store.write(
                        tenant,
                        new TenantBatch(all.subList(from, from + 20), List.of(), List.of()));
                  }
                  return null;
                }));
      }
    }
    for (Future<?> writer : writers) {
      writer.get();
    }

    // Then
    List<InboxEntry> items = reader.messages(tenant, FIRST_500).items();
    assertThat(items)
        .extracting(InboxEntry::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 400).boxed().toList());
    assertThat(items)
        .extracting(InboxEntry::messageId)
        .containsExactlyElementsOf(all.stream().map(Arrival::id).toList());
  }

  @Test
  void shouldLeaveNoGapBehindABatchThatIsRefused() throws Exception {
    // Given
    TenantId tenant = tenant();
    Arrival tooLong = Samples.arrival(tenant, Samples.incompressible(20_000));

    // When
    assertThatThrownBy(
            () -> store.write(tenant, Samples.messages(Samples.arrival(tenant, "m1"), tooLong)))
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> assertThat(DatabaseErrors.of(e)).isEqualTo(DatabaseErrors.REFUSED));
    store.write(tenant, Samples.messages(Samples.arrival(tenant, "m2")));

    // Then
    assertThat(reader.messages(tenant, FIRST_500).items())
        .extracting(InboxEntry::seq, InboxEntry::messageId)
        .containsExactly(tuple(1L, "m2"));
    assertThat(reader.summary(tenant).bands()).containsEntry("normal", 1L);
  }

  @Test
  void shouldStoreTextThatPostgresCannotHold() throws Exception {
    // Given
    TenantId tenant = tenant();
    Arrival odd = new Arrival("m1", Samples.item(tenant, "m1", "5511", "a\u0000b\uD83D", 10));

    // When
    store.write(tenant, Samples.messages(odd));

    // Then
    assertThat(reader.messages(tenant, FIRST_500).items().getFirst().content())
        .contains("a\uFFFDb\uFFFD");
  }

  @Test
  void shouldPageByArrivalWithoutLossOrOverlap() throws Exception {
    // Given
    TenantId tenant = tenant();
    for (int i = 1; i <= 25; i++) {
      store.write(tenant, Samples.messages(Samples.arrival(tenant, "m" + i)));
    }

    // When
    Page<InboxEntry> first = page(tenant, Optional.empty(), 10, Order.ARRIVAL);
    Page<InboxEntry> second = page(tenant, Optional.ofNullable(first.next()), 10, Order.ARRIVAL);
    Page<InboxEntry> third = page(tenant, Optional.ofNullable(second.next()), 10, Order.ARRIVAL);

    // Then
    assertThat(first.next()).isEqualTo(10);
    assertThat(second.next()).isEqualTo(20);
    assertThat(third.next()).isNull();
    assertThat(third.items()).hasSize(5).last().extracting(InboxEntry::seq).isEqualTo(25L);
    assertThat(first.latest()).isEqualTo(25);
  }

  @Test
  void shouldPageByPriorityThenArrival() throws Exception {
    // Given
    TenantId tenant = tenant();
    store.write(
        tenant,
        Samples.messages(
            Samples.arrival(tenant, "low", 3),
            Samples.arrival(tenant, "high", 60),
            Samples.arrival(tenant, "urgent-early", 90),
            Samples.arrival(tenant, "urgent-late", 90),
            Samples.arrival(tenant, "most-urgent", 100)));

    // When
    Page<InboxEntry> first = page(tenant, Optional.empty(), 2, Order.PRIORITY);
    Page<InboxEntry> rest = page(tenant, Optional.ofNullable(first.next()), 10, Order.PRIORITY);

    // Then
    assertThat(first.items())
        .extracting(InboxEntry::messageId)
        .containsExactly("most-urgent", "urgent-early");
    assertThat(rest.items())
        .extracting(InboxEntry::messageId)
        .containsExactly("urgent-late", "high", "low");
  }

  @Test
  void shouldPageByBandThenDueThenArrival() throws Exception {
    // Given messages of which one nobody has given a time, as in records of older processes
    TenantId tenant = tenant();
    Instant noon = Instant.parse("2026-11-20T12:00:00Z");
    store.write(
        tenant,
        Samples.messages(
            Samples.arrival(tenant, "normal-early", 30, noon),
            Samples.arrival(tenant, "urgent-without", 100, null),
            Samples.arrival(tenant, "urgent-late", 80, noon.plusSeconds(60)),
            Samples.arrival(tenant, "urgent-early", 76, noon),
            Samples.arrival(tenant, "urgent-as-early", 99, noon),
            Samples.arrival(tenant, "low", 3, noon.minusSeconds(60)),
            Samples.arrival(tenant, "urgent-without-2", 75, null)));

    // When all are read two at a time
    List<String> order = new ArrayList<>();
    Optional<Long> after = Optional.empty();
    do {
      Page<InboxEntry> page = page(tenant, after, 2, Order.DUE);
      page.items().forEach(item -> order.add(item.messageId()));
      after = Optional.ofNullable(page.next());
    } while (after.isPresent());

    // Then
    assertThat(order)
        .containsExactly(
            "urgent-early",
            "urgent-as-early",
            "urgent-late",
            "urgent-without",
            "urgent-without-2",
            "normal-early",
            "low");
  }

  @Test
  void shouldReadThePageByDueFromItsIndex() throws Exception {
    // Given
    TenantId tenant = tenant();
    store.write(tenant, Samples.messages(Samples.arrival(tenant, "m1")));

    // When
    String plan =
        database
            .tx()
            .in(
                tenant,
                connection -> {
                  try (Statement statement = connection.createStatement()) {
                    statement.execute("set local enable_seqscan = off");
                    statement.execute("set local enable_sort = off");
                    return plan(statement, tenant);
                  }
                });

    // Then
    assertThat(plan).contains("message_by_due").doesNotContain("Sort");
  }

  private static String plan(Statement statement, TenantId tenant) throws SQLException {
    StringBuilder plan = new StringBuilder();
    String query =
        """
        explain select seq from message where tenant = '%s'
          and (3 - band, coalesce(due_at, 'infinity'::timestamptz), seq)
            > (1, '2026-11-20T10:00:00Z'::timestamptz, 1)
        order by 3 - band, coalesce(due_at, 'infinity'::timestamptz), seq limit 50"""
            .formatted(tenant);
    try (ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        plan.append(rows.getString(1)).append('\n');
      }
    }
    return plan.toString();
  }

  @Test
  void shouldBringATableOfTheFirstReleaseUpToDate() throws Exception {
    // Given a database as the first release left it, with a message in it
    TestDatabase.Database old = TestDatabase.freshDatabase();
    InboxSettings settings = InboxSettings.on(old.jdbcUrl(), old.user(), old.password());
    TenantId tenant = tenant();
    try (Database first = Database.open(settings, new SimpleMeterRegistry())) {
      new InboxStore(first.tx(), Clock.systemUTC())
          .write(tenant, Samples.messages(Samples.arrival(tenant, "m1")));
    }
    try (Connection connection = old.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path = inbox");
      statement.execute("drop index message_by_due");
      statement.execute("alter table message drop column due_at");
      statement.execute("delete from flyway_schema_history where version = '2'");
    }

    // When
    try (Database again = Database.open(settings, new SimpleMeterRegistry())) {
      Page<InboxEntry> page =
          new InboxReader(again.tx())
              .messages(tenant, new PageQuery(Optional.empty(), 10, Order.DUE));

      // Then
      assertThat(page.items())
          .singleElement()
          .satisfies(item -> assertThat(item.priority().due()).isNull());
    }
  }

  @Test
  void shouldShowATenantNothingOfAnother() throws Exception {
    // Given
    TenantId mine = tenant();
    TenantId other = tenant();
    store.write(mine, Samples.messages(Samples.arrival(mine, "m1")));
    store.write(
        other, Samples.messages(Samples.arrival(other, "m1"), Samples.arrival(other, "m2")));
    store.write(other, Samples.outcomes(Samples.accepted(other, "our-1", "p1")));
    store.write(other, Samples.statuses(Samples.status(other, "p1", State.READ, null)));

    // When
    List<Integer> counts = database.tx().in(mine, connection -> countsWithoutCondition(connection));

    // Then
    assertThat(counts)
        .as("message, outbound, status, tally, tenant_counter")
        .containsExactly(1, 0, 0, 2, 1);
    assertThat(reader.messages(mine, FIRST_500).items()).hasSize(1);
    assertThat(reader.summary(mine).deliveries()).containsEntry("accepted", 0L);
  }

  @Test
  void shouldShowNothingWithoutATenant() throws Exception {
    // Given
    TenantId tenant = tenant();
    store.write(tenant, Samples.messages(Samples.arrival(tenant, "m1")));

    // When
    List<Integer> asApplication;
    List<Integer> asOwner;
    try (Connection connection = database.listen("nothing")) {
      asApplication = countsWithoutCondition(connection);
    }
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path = inbox");
      asOwner = countsWithoutCondition(connection);
    }

    // Then
    assertThat(asApplication).containsOnly(0);
    assertThat(asOwner).containsOnly(0);
  }

  @Test
  void shouldRefuseToWriteAnotherTenantsRow() {
    // Given
    TenantId mine = tenant();
    TenantId other = tenant();

    // When / Then
    assertThatThrownBy(
            () ->
                database
                    .tx()
                    .in(
                        mine,
                        connection -> {
                          try (Statement statement = connection.createStatement()) {
                            return statement.executeUpdate(
                                "insert into tenant_counter (tenant) values ('" + other + "')");
                          }
                        }))
        .hasMessageContaining("row-level security");
  }

  @Test
  void shouldJoinAStatusThatCameBeforeItsResult() throws Exception {
    // Given
    TenantId tenant = tenant();
    store.write(tenant, Samples.statuses(Samples.status(tenant, "p1", State.DELIVERED, null)));

    // When
    store.write(tenant, Samples.outcomes(Samples.accepted(tenant, "our-1", "p1")));

    // Then
    assertThat(deliveries(tenant))
        .extracting(DeliveryEntry::messageId, DeliveryEntry::outcome, DeliveryEntry::status)
        .containsExactly(tuple("our-1", "accepted", "delivered"));
  }

  @Test
  void shouldJoinAStatusByCorrelationWhereTheProvidersIdIsNotKnown() throws Exception {
    // Given
    TenantId tenant = tenant();
    store.write(
        tenant,
        Samples.outcomes(
            new DeliveryOutcome.Unknown(
                Samples.delivery(tenant, "our-1", Samples.RECEIVED), "no answer")));

    // When
    store.write(tenant, Samples.statuses(Samples.status(tenant, "p9", State.READ, "our-1")));

    // Then
    assertThat(deliveries(tenant))
        .extracting(DeliveryEntry::outcome, DeliveryEntry::status)
        .containsExactly(tuple("unknown", "read"));
  }

  @ParameterizedTest
  @CsvSource({
    "SENT DELIVERED READ, read",
    "READ DELIVERED SENT, read",
    "DELIVERED SENT PLAYED READ, played",
    "READ FAILED DELIVERED, failed",
    "FAILED SENT, failed"
  })
  void shouldMergeStatusesTheSameInOneBatchAndOneByOne(String states, String furthest)
      throws Exception {
    // Given
    TenantId together = tenant();
    TenantId apart = tenant();
    List<State> reported = List.of(states.split(" ")).stream().map(State::valueOf).toList();

    // When
    store.write(together, Samples.statuses(statuses(together, reported)));
    for (ProviderStatus status : statuses(apart, reported)) {
      store.write(apart, Samples.statuses(status));
    }
    store.write(together, Samples.outcomes(Samples.accepted(together, "our-1", "p1")));
    store.write(apart, Samples.outcomes(Samples.accepted(apart, "our-1", "p1")));

    // Then
    assertThat(deliveries(together)).extracting(DeliveryEntry::status).containsExactly(furthest);
    assertThat(deliveries(apart)).usingRecursiveComparison().isEqualTo(deliveries(together));
  }

  @Test
  void shouldKeepTheLatestOutcomeAndCountEachMessageOnce() throws Exception {
    // Given
    TenantId tenant = tenant();
    Instant later = Samples.RECEIVED.plusSeconds(60);
    DeliveryOutcome failed =
        new DeliveryOutcome.Failed(
            Samples.delivery(tenant, "our-1", Samples.RECEIVED), "131026", "Message undeliverable");
    DeliveryOutcome accepted =
        new DeliveryOutcome.Accepted(Samples.delivery(tenant, "our-1", later), "p1");

    // When
    store.write(tenant, Samples.outcomes(failed, Samples.accepted(tenant, "our-2", "p2")));
    store.write(tenant, Samples.outcomes(accepted));
    store.write(tenant, Samples.outcomes(failed));

    // Then
    assertThat(deliveries(tenant))
        .extracting(DeliveryEntry::seq, DeliveryEntry::messageId, DeliveryEntry::outcome)
        .containsExactly(tuple(1L, "our-1", "accepted"), tuple(2L, "our-2", "accepted"));
    assertThat(reader.summary(tenant).deliveries())
        .containsEntry("accepted", 2L)
        .containsEntry("failed", 0L);
  }

  @Test
  void shouldFindTheDeliveriesOfOneCampaign() throws Exception {
    // Given
    TenantId tenant = tenant();
    store.write(tenant, Samples.outcomes(Samples.accepted(tenant, "our-1", "p1")));

    // When
    Page<DeliveryEntry> spring = reader.deliveries(tenant, Optional.of("spring"), FIRST_500);
    Page<DeliveryEntry> autumn = reader.deliveries(tenant, Optional.of("autumn"), FIRST_500);

    // Then
    assertThat(spring.items()).hasSize(1);
    assertThat(autumn.items()).isEmpty();
  }

  @Test
  void shouldCountByBandAndInbox() throws Exception {
    // Given
    TenantId tenant = tenant();

    // When
    store.write(
        tenant,
        Samples.messages(
            Samples.arrival(tenant, "m1", 90),
            Samples.arrival(tenant, "m2", 10),
            Samples.arrival(tenant, "m3", 10)));

    // Then
    Summary summary = reader.summary(tenant);
    assertThat(summary.bands())
        .containsEntry("urgent", 1L)
        .containsEntry("low", 2L)
        .containsEntry("high", 0L);
    assertThat(summary.inboxes()).containsEntry("general", 3L);
    assertThat(summary.latest()).isEqualTo(3);
  }

  @Test
  void shouldKeepChannelsApartThatUseTheSameId() throws Exception {
    // Given
    TenantId tenant = tenant();
    Arrival whatsapp = Samples.arrival(tenant, "m1");
    InboundMessage onMessenger =
        new InboundMessage(
            tenant,
            Channel.MESSENGER,
            "m1",
            "page",
            whatsapp.item().message().customer(),
            null,
            Samples.RECEIVED,
            Samples.RECEIVED,
            new Content.Unsupported("sticker"));
    Arrival messenger =
        new Arrival(
            "m1",
            new InboxItem(
                onMessenger,
                whatsapp.item().sentiment(),
                whatsapp.item().category(),
                whatsapp.item().priority(),
                "general",
                whatsapp.item().stages()));

    // When
    InboxStore.Written written = store.write(tenant, Samples.messages(whatsapp, messenger));

    // Then
    assertThat(written.messages()).hasSize(2);
  }

  private Page<InboxEntry> page(TenantId tenant, Optional<Long> after, int limit, Order order)
      throws SQLException {
    return reader.messages(tenant, new PageQuery(after, limit, order));
  }

  private List<DeliveryEntry> deliveries(TenantId tenant) throws SQLException {
    return reader.deliveries(tenant, Optional.empty(), FIRST_500).items();
  }

  private static ProviderStatus[] statuses(TenantId tenant, List<State> states) {
    return states.stream()
        .map(state -> Samples.status(tenant, "p1", state, null))
        .toArray(ProviderStatus[]::new);
  }

  private static List<Integer> countsWithoutCondition(Connection connection) throws SQLException {
    List<Integer> counts = new ArrayList<>();
    for (String table : List.of("message", "outbound", "status", "tally", "tenant_counter")) {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("select count(*) from " + table)) {
        row.next();
        counts.add(row.getInt(1));
      }
    }
    return counts;
  }

  private TenantId tenant() {
    return new TenantId("store-" + ++tenants);
  }
}
