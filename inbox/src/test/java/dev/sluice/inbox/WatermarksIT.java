package dev.sluice.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.inbox.PageQuery.Order;
import dev.sluice.schemas.Address;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.DeliveryOutcome.Delivery;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.ProviderStatus.State;
import dev.sluice.schemas.TenantId;
import dev.sluice.testsupport.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Messenger and Instagram report by watermarks: everything up to a time was delivered, or read.
@TestInstance(Lifecycle.PER_CLASS)
class WatermarksIT {

  private static final Instant SENT = Samples.RECEIVED;
  private static final Address PEER = new Address("7001");
  private static final PageQuery ALL = new PageQuery(Optional.empty(), 500, Order.ARRIVAL);

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

  /// The second message was sent after the watermark.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void shouldReachWhatWasSentBeforeInWhateverOrderItComes(int rotation) throws Exception {
    // Given
    TenantId tenant = tenant();
    List<TenantBatch> batches =
        new ArrayList<>(
            List.of(
                Samples.outcomes(accepted(tenant, "our-1", "m_1", PEER, SENT)),
                Samples.outcomes(accepted(tenant, "our-2", "m_2", PEER, SENT.plusSeconds(60))),
                Samples.statuses(status(tenant, "m_1", State.SENT, SENT, PEER, null)),
                Samples.statuses(
                    status(tenant, "m_2", State.SENT, SENT.plusSeconds(60), PEER, null)),
                Samples.statuses(status(tenant, "", State.READ, SENT.plusSeconds(30), PEER, null)),
                Samples.statuses(
                    status(tenant, "", State.DELIVERED, SENT.plusSeconds(20), PEER, null))));
    Collections.rotate(batches, rotation);

    // When
    for (TenantBatch batch : batches) {
      store.write(tenant, batch);
    }

    // Then
    assertThat(statusOf(tenant, "our-1")).isEqualTo("read");
    assertThat(statusOf(tenant, "our-2")).isEqualTo("sent");
  }

  @Test
  void shouldKeepTheLatestWatermark() throws Exception {
    // Given
    TenantId tenant = tenant();
    store.write(tenant, Samples.outcomes(accepted(tenant, "our-1", "m_1", PEER, SENT)));
    store.write(
        tenant, Samples.statuses(status(tenant, "", State.READ, SENT.plusSeconds(10), PEER, null)));

    // When
    store.write(
        tenant,
        Samples.statuses(
            status(tenant, "", State.READ, SENT.minusSeconds(10), PEER, null),
            status(tenant, "", State.READ, SENT.minusSeconds(20), PEER, null)));

    // Then
    assertThat(statusOf(tenant, "our-1")).isEqualTo("read");
  }

  @Test
  void shouldReachNobodyElseAndNothingThatFailed() throws Exception {
    // Given
    TenantId tenant = tenant();
    Address other = new Address("7002");
    store.write(
        tenant,
        Samples.outcomes(
            accepted(tenant, "our-1", "m_1", other, SENT),
            accepted(tenant, "our-2", "m_2", PEER, SENT)));
    store.write(tenant, Samples.statuses(status(tenant, "m_2", State.FAILED, SENT, PEER, null)));

    // When
    store.write(
        tenant, Samples.statuses(status(tenant, "", State.READ, SENT.plusSeconds(10), PEER, null)));

    // Then
    assertThat(statusOf(tenant, "our-1")).isNull();
    assertThat(statusOf(tenant, "our-2")).isEqualTo("failed");
  }

  @Test
  void shouldNotCallAMessageToAGroupFailedForOneOfItsMembers() throws Exception {
    // Given
    TenantId tenant = tenant();
    Address group = new Address("group-1");
    store.write(tenant, Samples.outcomes(accepted(tenant, "our-1", "m_1", group, SENT)));

    // When
    store.write(
        tenant,
        Samples.statuses(
            status(tenant, "m_1", State.FAILED, SENT.plusSeconds(1), group, PEER),
            status(tenant, "m_1", State.READ, SENT.plusSeconds(2), group, new Address("7002"))));

    // Then
    assertThat(statusOf(tenant, "our-1")).isEqualTo("read");
  }

  private @Nullable String statusOf(TenantId tenant, String messageId) throws SQLException {
    return reader.deliveries(tenant, Optional.empty(), ALL).items().stream()
        .filter(it -> it.messageId().equals(messageId))
        .findFirst()
        .orElseThrow()
        .status();
  }

  private static DeliveryOutcome accepted(
      TenantId tenant, String messageId, String providerId, Address recipient, Instant at) {
    Duration answer = Duration.ofMillis(150);
    return new DeliveryOutcome.Accepted(
        new Delivery(tenant, messageId, null, Channel.MESSENGER, recipient, 1, at, at.plus(answer)),
        providerId);
  }

  private static ProviderStatus status(
      TenantId tenant,
      String providerId,
      State state,
      Instant at,
      Address recipient,
      @Nullable Address participant) {
    return new ProviderStatus(
        tenant,
        Channel.MESSENGER,
        providerId,
        state,
        recipient,
        at,
        null,
        List.of(),
        null,
        participant);
  }

  private TenantId tenant() {
    return new TenantId("marks-" + ++tenants);
  }
}
