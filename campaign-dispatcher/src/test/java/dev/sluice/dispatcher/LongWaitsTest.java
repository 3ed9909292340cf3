package dev.sluice.dispatcher;

import static dev.sluice.dispatcher.LoopHarness.ACME;
import static dev.sluice.dispatcher.LoopHarness.campaign;
import static dev.sluice.dispatcher.LoopHarness.replies;
import static dev.sluice.dispatcher.Messages.SPRING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dispatcher.ProviderAnswer.Accepted;
import dev.sluice.dispatcher.ProviderAnswer.RecipientBusy;
import dev.sluice.dispatcher.ProviderAnswer.Refused;
import dev.sluice.dispatcher.ProviderAnswer.Throttled;
import dev.sluice.dispatcher.ProviderAnswer.Transient;
import dev.sluice.lanes.LaneLimits;
import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.Campaign.State;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.CampaignPlan;
import dev.sluice.schemas.DelayedSend;
import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.DeliveryOutcome.Failed;
import dev.sluice.schemas.DeliveryOutcome.Skipped;
import dev.sluice.schemas.OptOut;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.OutboundMessage.Body;
import dev.sluice.schemas.SendTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Waits of messages, campaigns and providers: nobody else's, and no failure.
@Timeout(60)
final class LongWaitsTest {

  private static final CampaignId AUTUMN = new CampaignId("autumn");
  private static final RecipientBusy BUSY = new RecipientBusy("131056", "pair rate");

  private static Provider immediate() {
    return message -> new Accepted("wamid." + message.messageId());
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(40));
  }

  private static OutboundMessage timed(CampaignId campaign, String id, Body body, SendTimes times) {
    OutboundMessage any = Messages.bulk(ACME, id);
    return new OutboundMessage(
        ACME, id, campaign, any.channel(), any.recipient(), body, any.createdAt(), times);
  }

  private static SendTimes at(Instant time) {
    return new SendTimes(time, null, null, List.of());
  }

  private static final Body TEMPLATE = new Body.Template("offer", "en_US", List.of());

  @Test
  void shouldParkWhatWaitsLongForItsTimeAndHoldUpNobody() {
    Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
    try (LoopHarness harness = new LoopHarness(immediate()).start(campaign(ACME), replies(ACME))) {
      // Given
      IntStream.range(0, 30)
          .forEach(
              i ->
                  harness.append(
                      campaign(ACME), timed(SPRING, "later-" + i, TEMPLATE, at(tomorrow))));
      harness.append(campaign(ACME), Messages.bulk(ACME, AUTUMN, "autumn-1"));
      harness.append(replies(ACME), Messages.reply(ACME, "reply-1", "491555"));

      // When
      await().until(() -> harness.committedOffset(campaign(ACME)) == 31);
      await().until(() -> harness.committedOffset(replies(ACME)) == 1);

      // Then
      assertThat(harness.stored()).containsExactlyInAnyOrder("autumn-1", "reply-1");
      assertThat(harness.parked())
          .hasSize(30)
          .allSatisfy(
              parked -> {
                assertThat(parked.notBefore()).isEqualTo(tomorrow);
                assertThat(parked.attempts()).isZero();
                assertThat(parked.firstAttemptAt()).isNull();
              });
    }
  }

  @Test
  void shouldKeepAShortWaitInTheLane() {
    HeldProvider provider = new HeldProvider();
    provider.answers(100);
    Instant soon = Instant.now().plusMillis(1_500);
    try (LoopHarness harness = new LoopHarness(provider).start(campaign(ACME))) {
      // Given
      harness.append(campaign(ACME), timed(SPRING, "soon", TEMPLATE, at(soon)));
      harness.append(campaign(ACME), Messages.bulk(ACME, "now"));

      // When
      await().until(() -> harness.committedOffset(campaign(ACME)) == 2);

      // Then
      assertThat(provider.asked()).containsExactly("now", "soon");
      assertThat(Instant.now()).isAfterOrEqualTo(soon);
      assertThat(harness.parked()).isEmpty();
    }
  }

  @Test
  void shouldFailFreeTextOutsideItsWindowWithoutAskingTheProvider() {
    HeldProvider provider = new HeldProvider();
    SendTimes closed = new SendTimes(null, Instant.now().minusSeconds(60), null, List.of());
    try (LoopHarness harness = new LoopHarness(provider).start(campaign(ACME))) {
      // Given
      harness.append(campaign(ACME), timed(SPRING, "late", new Body.Text("Hello"), closed));

      // When
      await().until(() -> harness.committedOffset(campaign(ACME)) == 1);

      // Then
      assertThat(provider.asked()).isEmpty();
      assertThat(harness.outcomes())
          .singleElement()
          .satisfies(
              outcome -> {
                assertThat(((Failed) outcome).code()).isEqualTo("window-closed");
                assertThat(outcome.delivery().attempts()).isZero();
              });
    }
  }

  @Test
  void shouldSkipCampaignsForWhoeverOptedOutAndStillAnswerThem() {
    HeldProvider provider = new HeldProvider();
    provider.answers(100);
    try (LoopHarness harness = new LoopHarness(provider).start(campaign(ACME), replies(ACME))) {
      // Given
      OutboundMessage unwanted = Messages.bulk(ACME, "m-1");
      harness.optedOut.add(unwanted.recipient());
      harness.append(campaign(ACME), unwanted, Messages.bulk(ACME, "m-2"));
      harness.append(replies(ACME), Messages.reply(ACME, "r-1", unwanted.recipient().value()));

      // When
      await().until(() -> harness.stored().size() == 3);

      // Then
      assertThat(provider.asked()).containsExactlyInAnyOrder("m-2", "r-1");
      assertThat(harness.outcomes())
          .filteredOn(Skipped.class::isInstance)
          .singleElement()
          .satisfies(it -> assertThat(((Skipped) it).reason()).isEqualTo("opted out"));
    }
  }

  @Test
  void shouldNoteAsOptedOutWhomTheProviderSaysHasStopped() {
    Provider provider = _ -> new Refused("131050", "stopped marketing messages");
    try (LoopHarness harness = new LoopHarness(provider).start(campaign(ACME))) {
      // Given
      OutboundMessage message = Messages.bulk(ACME, "m-1");
      harness.append(campaign(ACME), message);

      // When
      await().until(() -> harness.committedOffset(campaign(ACME)) == 1);

      // Then
      assertThat(harness.optOuts())
          .extracting(OptOut::recipient)
          .containsExactly(message.recipient());
      assertThat(harness.outcomes()).singleElement().isInstanceOf(Failed.class);
    }
  }

  /// The first wait is 6 s, so the lane is asked, not the clock on the wall.
  @Test
  void shouldParkABusyRecipientWithWhatItHasComeThrough() {
    try (LoopHarness harness = new LoopHarness(_ -> BUSY).start(campaign(ACME))) {
      // Given: tried twice an hour ago, one of the answers a failure
      Instant first = Instant.now().minus(Duration.ofHours(1));
      harness.appendReturned(
          campaign(ACME), new DelayedSend(Messages.bulk(ACME, "m-1"), 2, Instant.EPOCH, 1, first));

      // When
      await().until(() -> harness.committedOffset(campaign(ACME)) == 1);

      // Then: 24 s after one hold
      DelayedSend parked = harness.parked().getFirst();
      assertThat(parked.attempts()).isEqualTo(3);
      assertThat(parked.failures()).isEqualTo(1);
      assertThat(parked.firstAttemptAt()).isEqualTo(first);
      assertThat(Duration.between(Instant.now(), parked.notBefore()))
          .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(24));
    }
  }

  @Test
  void shouldGiveUpOnARecipientWhoIsBusyForADay() {
    try (LoopHarness harness = new LoopHarness(_ -> BUSY).start(campaign(ACME))) {
      // Given
      Instant first = Instant.now().minus(Duration.ofHours(24));
      harness.appendReturned(
          campaign(ACME), new DelayedSend(Messages.bulk(ACME, "m-1"), 30, Instant.EPOCH, 0, first));

      // When
      await().until(() -> harness.committedOffset(campaign(ACME)) == 1);

      // Then
      assertThat(harness.outcomes()).singleElement().isInstanceOf(Failed.class);
      assertThat(harness.outcomes().getFirst().delivery().attempts()).isEqualTo(31);
      assertThat(harness.outcomes().getFirst().delivery().startedAt()).isEqualTo(first);
    }
  }

  @Test
  void shouldParkAndNeverFailWhatAThrottledNumberHasRefusedForAnHour() {
    Provider provider = _ -> new Throttled("130429", "rate", Duration.ofSeconds(1));
    try (LoopHarness harness = new LoopHarness(provider).start(campaign(ACME))) {
      // Given
      Instant first = Instant.now().minus(Duration.ofHours(2));
      harness.appendReturned(
          campaign(ACME), new DelayedSend(Messages.bulk(ACME, "m-1"), 99, Instant.EPOCH, 0, first));

      // When
      await().until(() -> harness.committedOffset(campaign(ACME)) == 1);

      // Then
      assertThat(harness.outcomes()).isEmpty();
      assertThat(harness.parked()).extracting(DelayedSend::attempts).containsExactly(100);
    }
  }

  @Test
  void shouldPaceACampaignAndNobodyElseWithoutHoldingPermits() {
    Queue<Long> slow = new ConcurrentLinkedQueue<>();
    Provider provider =
        message -> {
          if (SPRING.equals(message.campaign())) {
            slow.add(System.nanoTime());
          }
          return new Accepted("wamid." + message.messageId());
        };
    try (LoopHarness harness =
        new LoopHarness(provider, LaneLimits.window(1), true)
            .start(campaign(ACME), replies(ACME))) {
      // Given
      harness.know(paced(10));
      long before = System.nanoTime();
      IntStream.range(0, 11)
          .forEach(i -> harness.append(campaign(ACME), Messages.bulk(ACME, "slow-" + i)));
      harness.append(campaign(ACME), Messages.bulk(ACME, AUTUMN, "autumn-1"));
      harness.append(replies(ACME), Messages.reply(ACME, "reply-1", "491555"));

      // When
      await().until(() -> harness.stored().size() == 13);

      // Then
      assertThat(harness.stored().subList(0, 4)).contains("autumn-1", "reply-1");
      Duration all = Duration.ofNanos(List.copyOf(slow).getLast() - before);
      assertThat(all).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
  }

  private static Campaign paced(double perSecond) {
    Campaign campaign = Messages.campaign(ACME, SPRING, State.RUNNING);
    CampaignPlan plan =
        new CampaignPlan("offer", campaign.changedAt(), null, perSecond, null, null);
    return new Campaign(
        ACME, SPRING, State.RUNNING, campaign.total(), null, campaign.changedAt(), plan);
  }

  /// Without a breaker 40 messages would be tried four times each, and fail.
  @Test
  void shouldNotFailMessagesOfAProviderThatIsDownAndTryItNowAndThen() {
    AtomicBoolean up = new AtomicBoolean();
    AtomicInteger refused = new AtomicInteger();
    Provider provider =
        message -> {
          if (up.get()) {
            return new Accepted("wamid." + message.messageId());
          }
          refused.incrementAndGet();
          return new Transient("http-503", "down");
        };
    try (LoopHarness harness = new LoopHarness(provider).start(campaign(ACME))) {
      // Given: down until some probes have been refused
      IntStream.range(0, 40)
          .forEach(i -> harness.append(campaign(ACME), Messages.bulk(ACME, "m-" + i)));
      await().until(() -> harness.isBreakerOpen(ACME));
      int before = refused.get();
      await().until(() -> refused.get() >= before + 2);
      assertThat(harness.stored()).isEmpty();

      // When
      up.set(true);
      await().until(() -> harness.committedOffset(campaign(ACME)) == 40);

      // Then
      assertThat(harness.outcomes()).allMatch(DeliveryOutcome.Accepted.class::isInstance);
      assertThat(refused).as("ten, a window, probes").hasValueLessThan(25);
      assertThat(harness.isBreakerOpen(ACME)).isFalse();
    }
  }
}
