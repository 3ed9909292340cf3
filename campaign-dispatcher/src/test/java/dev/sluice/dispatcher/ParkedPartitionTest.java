package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dispatcher.Parked.Fate;
import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.Campaign.State;
import dev.sluice.schemas.TenantId;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

final class ParkedPartitionTest {

  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final Fate SPRING = new Fate.WaitFor("acme/spring");

  private final CampaignView campaigns = new CampaignView();
  private final ParkedPartition partition = new ParkedPartition(7);

  private void spring(State state) {
    Campaign campaign = Messages.campaign(new TenantId("acme"), Messages.SPRING, state);
    campaigns.take(campaign.key(), campaign);
  }

  @Test
  void shouldLeaveAloneWhatWaits() {
    // Given
    spring(State.PAUSED);

    // When
    partition.saw(SPRING, NOW);

    // Then
    assertThat(partition.wantsLap(campaigns, NOW.plus(Duration.ofDays(1)))).isFalse();
  }

  @Test
  void shouldMoveWhenACampaignGoesOnOrIsCancelled() {
    // Given
    spring(State.PAUSED);
    partition.saw(SPRING, NOW);

    // When
    spring(State.CANCELLED);
    boolean cancelled = partition.wantsLap(campaigns, NOW);
    spring(State.RUNNING);

    // Then
    assertThat(cancelled).isTrue();
    assertThat(partition.wantsLap(campaigns, NOW)).isTrue();
  }

  @Test
  void shouldMoveWhenATimeHasCome() {
    // Given
    partition.saw(new Fate.WaitUntil(NOW.plusSeconds(60), "acme/spring"), NOW);

    // When
    boolean before = partition.wantsLap(campaigns, NOW.plusSeconds(59));

    // Then
    assertThat(before).isFalse();
    assertThat(partition.wantsLap(campaigns, NOW.plusSeconds(60))).isTrue();
  }

  @Test
  void shouldNotLetACancelledCampaignWaitForItsTime() {
    // Given
    partition.saw(new Fate.WaitUntil(NOW.plusSeconds(60), "acme/spring"), NOW);
    spring(State.PAUSED);
    boolean paused = partition.wantsLap(campaigns, NOW);

    // When
    spring(State.CANCELLED);

    // Then
    assertThat(paused).isFalse();
    assertThat(partition.wantsLap(campaigns, NOW)).isTrue();
  }

  @Test
  void shouldRestAsLongAsALongLapTook() {
    // Given
    partition.beginLap(10, NOW);
    Instant end = NOW.plusSeconds(20);
    partition.readUpTo(10, end);

    // When
    partition.saw(new Fate.Leave(new ProducerRecord<>("any", new byte[0])), end);

    // Then
    assertThat(partition.wantsLap(campaigns, end.plusSeconds(19))).isFalse();
    assertThat(partition.wantsLap(campaigns, end.plusSeconds(20))).isTrue();
  }

  /// The topic keeps a record for 8 days only.
  @Test
  void shouldCopyWhatWaitsLongBeforeTheTopicForgetsIt() {
    // Given
    spring(State.PAUSED);

    // When
    partition.saw(SPRING, NOW);

    // Then
    assertThat(partition.wantsLap(campaigns, NOW.plus(Duration.ofDays(2)))).isTrue();
  }

  @Test
  void shouldMoveUpToWhatWasTheEndAndRestBeforeTheNextLap() {
    // Given
    partition.saw(new Fate.Leave(new ProducerRecord<>("any", new byte[0])), NOW);
    boolean wanted = partition.wantsLap(campaigns, NOW);

    // When
    partition.beginLap(10, NOW);
    partition.readUpTo(9, NOW);
    boolean movingBeforeTheEnd = partition.isMoving();
    partition.movedUpTo(10);
    partition.readUpTo(10, NOW);
    partition.saw(new Fate.Leave(new ProducerRecord<>("any", new byte[0])), NOW);

    // Then
    assertThat(wanted).isTrue();
    assertThat(movingBeforeTheEnd).isTrue();
    assertThat(partition.isMoving()).isFalse();
    assertThat(partition.from()).isEqualTo(10);
    assertThat(partition.wantsLap(campaigns, NOW)).isFalse();
    assertThat(partition.wantsLap(campaigns, NOW.plusSeconds(1))).isTrue();
  }
}
