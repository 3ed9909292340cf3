package dev.sluice.dispatcher;

import static dev.sluice.dispatcher.LoopHarness.ACME;
import static dev.sluice.dispatcher.LoopHarness.campaign;
import static dev.sluice.dispatcher.LoopHarness.replies;
import static dev.sluice.dispatcher.Messages.SPRING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dispatcher.ProviderAnswer.Accepted;
import dev.sluice.dispatcher.ProviderAnswer.CampaignStopped;
import dev.sluice.dispatcher.ProviderAnswer.Refused;
import dev.sluice.dispatcher.ProviderAnswer.TenantStopped;
import dev.sluice.lanes.LaneLimits;
import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.Campaign.State;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.DelayedSend;
import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.OutboundMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a campaign's state, and a refusal of the campaign or the tenant, do to messages.
@Timeout(60)
final class CampaignControlTest {

  private static final CampaignId AUTUMN = new CampaignId("autumn");

  private static Provider immediate() {
    return message -> new Accepted("wamid." + message.messageId());
  }

  private static OutboundMessage[] messages(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> Messages.bulk(ACME, "m-" + i))
        .toArray(OutboundMessage[]::new);
  }

  private static List<String> ids(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "m-" + i).toList();
  }

  private static List<String> parkedIds(LoopHarness harness) {
    return harness.parked().stream().map(it -> it.message().messageId()).toList();
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(40));
  }

  @Test
  void shouldParkWhatIsPausedAndSendWhatIsNot() {
    try (LoopHarness harness = new LoopHarness(immediate()).start(campaign(ACME), replies(ACME))) {
      // Given
      harness.know(SPRING, State.PAUSED);
      harness.append(campaign(ACME), messages(0, 20));
      harness.append(campaign(ACME), Messages.bulk(ACME, AUTUMN, "autumn-1"));
      harness.append(replies(ACME), Messages.reply(ACME, "reply-1", "491555"));

      // When: nothing of the paused campaign holds the offset
      await().until(() -> harness.committedOffset(campaign(ACME)) == 21);
      await().until(() -> harness.committedOffset(replies(ACME)) == 1);

      // Then
      assertThat(harness.stored()).containsExactlyInAnyOrder("autumn-1", "reply-1");
      assertThat(parkedIds(harness)).containsExactlyInAnyOrderElementsOf(ids(0, 20));
    }
  }

  @Test
  void shouldPauseWithinOneRequestOfWhatIsInHandAlready() {
    HeldProvider held = new HeldProvider();
    try (LoopHarness harness = new LoopHarness(held).start(campaign(ACME))) {
      // Given: three at the provider, seven in the lane
      harness.append(campaign(ACME), messages(0, 10));
      await().until(() -> held.asked().size() == 3 && harness.isInHand(10));

      // When
      harness.know(SPRING, State.PAUSED);
      held.answers(100);
      await().until(() -> harness.committedOffset(campaign(ACME)) == 10);

      // Then
      assertThat(held.asked()).hasSize(3);
      assertThat(harness.stored()).containsExactlyInAnyOrderElementsOf(held.asked());
      assertThat(parkedIds(harness)).hasSize(7).doesNotContainAnyElementsOf(held.asked());
      assertThat(harness.parked()).extracting(DelayedSend::attempts).containsOnly(0);
    }
  }

  @Test
  void shouldNotCountAMessageAsDoneBeforeItIsParked() {
    try (LoopHarness harness =
        new LoopHarness(immediate(), LaneLimits.window(1), false).start(campaign(ACME))) {
      // Given
      harness.know(SPRING, State.PAUSED);
      harness.append(campaign(ACME), messages(0, 1));
      await().until(() -> harness.producer.history().size() == 1);
      await().until(() -> harness.committedOffset(campaign(ACME)) == 0);

      // When
      harness.producer.completeNext();

      // Then
      await().until(() -> harness.committedOffset(campaign(ACME)) == 1);
      assertThat(parkedIds(harness)).containsExactly("m-0");
    }
  }

  @Test
  void shouldSkipWhatIsCancelled() {
    HeldProvider held = new HeldProvider();
    try (LoopHarness harness = new LoopHarness(held).start(campaign(ACME))) {
      // Given
      harness.know(SPRING, State.CANCELLED);

      // When
      harness.append(campaign(ACME), messages(0, 5));
      await().until(() -> harness.committedOffset(campaign(ACME)) == 5);

      // Then
      assertThat(held.asked()).isEmpty();
      assertThat(harness.outcomes())
          .hasSize(5)
          .allSatisfy(
              outcome -> {
                assertThat(outcome).isInstanceOf(DeliveryOutcome.Skipped.class);
                assertThat(((DeliveryOutcome.Skipped) outcome).reason())
                    .isEqualTo("campaign cancelled");
                assertThat(outcome.delivery().attempts()).isZero();
              });
    }
  }

  @Test
  void shouldPauseACampaignThatItsProviderStopsAndLoseNothingOfIt() {
    Provider provider =
        message ->
            SPRING.equals(message.campaign())
                ? new CampaignStopped("132015", "template paused")
                : new Accepted("wamid." + message.messageId());
    try (LoopHarness harness = new LoopHarness(provider).start(campaign(ACME))) {
      // Given
      harness.know(SPRING, State.RUNNING);
      harness.append(campaign(ACME), messages(0, 10));
      harness.append(campaign(ACME), Messages.bulk(ACME, AUTUMN, "autumn-1"));

      // When
      await().until(() -> harness.committedOffset(campaign(ACME)) == 11);

      // Then
      assertThat(harness.stored()).containsExactly("autumn-1");
      assertThat(parkedIds(harness)).containsExactlyInAnyOrderElementsOf(ids(0, 10));
      assertThat(harness.campaignRecords())
          .singleElement()
          .satisfies(
              paused -> {
                assertThat(paused.state()).isEqualTo(State.PAUSED);
                assertThat(paused.id()).isEqualTo(SPRING);
                assertThat(paused.total()).isEqualTo(100);
                assertThat(paused.reason()).isEqualTo("132015: template paused");
              });
    }
  }

  @Test
  void shouldFailAReplyThatIsRefusedAsACampaignWouldBe() {
    Provider provider = _ -> new CampaignStopped("131048", "spam rate");
    try (LoopHarness harness = new LoopHarness(provider).start(replies(ACME))) {
      // Given
      harness.append(replies(ACME), Messages.reply(ACME, "r-1", "491555"));

      // When
      await().until(() -> harness.committedOffset(replies(ACME)) == 1);

      // Then
      assertThat(harness.outcomes()).singleElement().isInstanceOf(DeliveryOutcome.Failed.class);
      assertThat(harness.campaignRecords()).isEmpty();
    }
  }

  @Test
  void shouldPauseACampaignAfterFiveRefusalsOfItsTemplateInARow() {
    AtomicInteger asked = new AtomicInteger();
    // The third is taken, so that 1 and 2 count for nothing.
    Provider provider =
        message ->
            asked.incrementAndGet() == 3
                ? new Accepted("wamid." + message.messageId())
                : new Refused("132000", "parameters do not match");
    try (LoopHarness harness =
        new LoopHarness(provider, LaneLimits.window(1), true).start(campaign(ACME))) {
      // Given
      harness.append(campaign(ACME), messages(0, 20));

      // When
      await().until(() -> harness.committedOffset(campaign(ACME)) == 20);

      // Then
      assertThat(asked).hasValue(8);
      assertThat(harness.stored()).containsExactlyElementsOf(ids(0, 7));
      assertThat(parkedIds(harness)).containsExactlyElementsOf(ids(7, 20));
      assertThat(harness.parked().getFirst().attempts()).isOne();
      assertThat(harness.campaignRecords())
          .extracting(Campaign::state)
          .containsExactly(State.PAUSED);
    }
  }

  @Test
  void shouldNotPauseACampaignWhoseRefusalsAreItsRecipients() {
    Provider provider = _ -> new Refused("131026", "undeliverable");
    try (LoopHarness harness =
        new LoopHarness(provider, LaneLimits.window(1), true).start(campaign(ACME))) {
      // Given
      harness.append(campaign(ACME), messages(0, 20));

      // When
      await().until(() -> harness.committedOffset(campaign(ACME)) == 20);

      // Then
      assertThat(harness.stored()).hasSize(20);
      assertThat(harness.campaignRecords()).isEmpty();
    }
  }

  /// A credential that is refused, mended, and the campaign resumed.
  @Test
  void shouldLoseAndFailNothingOfATenantWhoseCredentialIsRefused() {
    AtomicBoolean mended = new AtomicBoolean();
    AtomicInteger refused = new AtomicInteger();
    Provider provider =
        message -> {
          if (mended.get()) {
            return new Accepted("wamid." + message.messageId());
          }
          refused.incrementAndGet();
          return new TenantStopped("190", "token expired");
        };
    try (LoopHarness harness = new LoopHarness(provider).start(campaign(ACME), replies(ACME))) {
      // Given: refused, and refused again by a probe
      harness.append(campaign(ACME), messages(0, 10));
      await().until(() -> harness.campaignRecords().size() == 1);
      harness.append(replies(ACME), Messages.reply(ACME, "r-1", "491555"));
      int refusedBefore = refused.get();

      // When
      mended.set(true);
      harness.know(SPRING, State.RUNNING);
      await().until(() -> harness.stored().size() + harness.parked().size() == 11);

      // Then
      assertThat(refusedBefore).as("a window and probes").isBetween(2, 10);
      assertThat(harness.outcomes()).allMatch(DeliveryOutcome.Accepted.class::isInstance);
      assertThat(harness.stored()).contains("r-1");
      assertThat(harness.campaignRecords().getFirst().reason()).isEqualTo("190: token expired");
    }
  }

  /// A hundred at one probe each would take half a minute.
  @Test
  void shouldNotSpendProbesOnWhatIsPausedAnyway() {
    Provider provider = _ -> new TenantStopped("190", "token expired");
    try (LoopHarness harness = new LoopHarness(provider).start(campaign(ACME))) {
      // Given
      harness.append(campaign(ACME), messages(0, 100));

      // When
      await().until(() -> harness.campaignRecords().size() == 1);

      // Then
      await()
          .atMost(LoopHarness.PROBE.multipliedBy(30))
          .until(() -> parkedIds(harness).size() == 100);
      assertThat(harness.stored()).isEmpty();
    }
  }

  @Test
  void shouldShowWhoIsStopped() {
    Provider provider = _ -> new TenantStopped("190", "token expired");
    try (LoopHarness harness = new LoopHarness(provider).start(replies(ACME))) {
      // Given
      harness.append(replies(ACME), Messages.reply(ACME, "r-1", "491555"));

      // When: the series are looked at every 5 s
      await()
          .until(
              () ->
                  harness.registry.find("sluice.dispatcher.tenant.stopped").gauges().stream()
                      .anyMatch(it -> "acme".equals(it.getId().getTag("tenant"))));

      // Then
      assertThat(harness.registry.get("sluice.dispatcher.tenant.stopped").gauge().getId())
          .satisfies(id -> assertThat(id.getTag("code")).isEqualTo("190"));
      assertThat(harness.stored()).isEmpty();
    }
  }
}
