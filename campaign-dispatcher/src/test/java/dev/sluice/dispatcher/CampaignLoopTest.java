package dev.sluice.dispatcher;

import static dev.sluice.dispatcher.LoopHarness.ACME;
import static dev.sluice.dispatcher.LoopHarness.GLOBEX;
import static dev.sluice.dispatcher.LoopHarness.STRANGER;
import static dev.sluice.dispatcher.LoopHarness.campaign;
import static dev.sluice.dispatcher.LoopHarness.replies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dispatcher.ProviderAnswer.Accepted;
import dev.sluice.dispatcher.ProviderAnswer.Transient;
import dev.sluice.lanes.LaneLimits;
import dev.sluice.schemas.DeadLetterHeaders;
import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.WebhookHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class CampaignLoopTest {

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

  /// A busy machine may take its time; what is awaited comes within milliseconds on an idle one.
  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(40));
  }

  @Test
  void shouldStoreAnOutcomeOfEachMessageAndCommit() {
    try (LoopHarness harness = new LoopHarness(immediate()).start(campaign(ACME))) {
      // Given
      harness.append(campaign(ACME), messages(0, 20));

      // When
      await().until(() -> harness.committedOffset(campaign(ACME)) == 20);

      // Then
      assertThat(harness.stored()).containsExactlyInAnyOrderElementsOf(ids(0, 20));
      assertThat(harness.outcomes()).allMatch(DeliveryOutcome.Accepted.class::isInstance);
    }
  }

  @Test
  void shouldPauseAFullPartitionAloneAndGoOnWhenHalfIsLeft() {
    HeldProvider slow = new HeldProvider();
    Provider slowForAcme =
        message -> message.tenant().equals(ACME) ? slow.send(message) : new Accepted("w");
    try (LoopHarness harness =
        new LoopHarness(slowForAcme).start(campaign(ACME), campaign(GLOBEX))) {
      // Given: four windows and one more
      harness.append(campaign(ACME), messages(0, 13));
      await().until(() -> harness.consumer.paused().equals(Set.of(campaign(ACME))));

      // When
      harness.append(campaign(GLOBEX), Messages.bulk(GLOBEX, "other"));
      await().until(() -> harness.stored().equals(List.of("other")));
      int askedWhilePaused = slow.asked().size();
      slow.answers(8);

      // Then
      await().until(() -> harness.consumer.paused().isEmpty());
      assertThat(askedWhilePaused).isEqualTo(LoopHarness.WINDOW);
      slow.answers(100);
    }
  }

  /// The client does not wait in `poll` while it holds records of a paused partition, and neither
  /// does the pretend one: a loop that does not rest by itself asks it some hundred thousand times.
  @Test
  void shouldRestWhileAPartitionIsPaused() {
    // Given
    HeldProvider slow = new HeldProvider();
    try (LoopHarness harness = new LoopHarness(slow).start(campaign(ACME))) {
      harness.append(campaign(ACME), messages(0, 13));
      await().until(() -> !harness.consumer.paused().isEmpty());
      int before = harness.consumer.polls();

      // When
      await().pollDelay(Duration.ofMillis(300)).until(() -> true);

      // Then
      assertThat(harness.consumer.polls() - before).isPositive().isLessThan(1_000);
      slow.answers(100);
    }
  }

  @Test
  void shouldSkipWhatAnEarlierOwnerFinishedOutOfOrder() {
    // Given: of 0 to 9, 2 and 5 are not done
    OffsetLedger earlier = OffsetLedger.fresh();
    IntStream.range(0, 10).forEach(earlier::take);
    IntStream.range(0, 10).filter(i -> i != 2 && i != 5).forEach(earlier::finish);
    OffsetLedger.Position position = earlier.position().orElseThrow();
    OffsetAndMetadata committed = new OffsetAndMetadata(position.offset(), position.metadata());
    try (LoopHarness harness = new LoopHarness(immediate()).committed(campaign(ACME), committed)) {
      harness.start(campaign(ACME));

      // When
      harness.cutOffBefore(campaign(ACME), 2);
      harness.append(campaign(ACME), messages(2, 12));
      await().until(() -> harness.committedOffset(campaign(ACME)) == 12);

      // Then
      assertThat(harness.stored()).containsExactlyInAnyOrder("m-2", "m-5", "m-10", "m-11");
    }
  }

  @Test
  void shouldNotCountAMessageAsDoneBeforeItsOutcomeIsStored() {
    try (LoopHarness harness =
        new LoopHarness(immediate(), LaneLimits.window(1), false).start(campaign(ACME))) {
      // Given
      harness.append(campaign(ACME), messages(0, 2));
      await().until(() -> harness.producer.history().size() == 2);
      harness.producer.errorNext(new TimeoutException("no leader"));
      harness.producer.completeNext();

      // When
      await().until(() -> harness.committedOffset(campaign(ACME)) == 0);
      await().until(() -> harness.producer.history().size() == 3);
      long committedBefore = harness.committedOffset(campaign(ACME));
      harness.producer.completeNext();

      // Then
      assertThat(committedBefore).isZero();
      await().until(() -> harness.committedOffset(campaign(ACME)) == 2);
      assertThat(harness.stored()).containsExactly("m-0", "m-1", "m-0");
    }
  }

  @Test
  void shouldPutAsideWhatCannotBeReadWithItsBytesAndReason() {
    try (LoopHarness harness = new LoopHarness(immediate()).start(campaign(ACME))) {
      // Given
      byte[] garbage = "{\"messageId\":".getBytes(StandardCharsets.UTF_8);
      harness.append(campaign(ACME), garbage);
      harness.append(campaign(ACME), Messages.bulk(GLOBEX, "in-the-wrong-topic"));
      harness.append(campaign(ACME), Messages.bulk(ACME, "good"));

      // When
      await().until(() -> harness.committedOffset(campaign(ACME)) == 3);

      // Then
      assertThat(harness.stored()).containsExactly("good");
      assertThat(harness.deadLetters()).hasSize(2);
      assertThat(harness.deadLetters())
          .anySatisfy(
              letter -> {
                assertThat(letter.value()).isEqualTo(garbage);
                assertThat(letter.key()).asString(StandardCharsets.UTF_8).isEqualTo("acme");
                assertThat(WebhookHeaders.text(letter.headers(), DeadLetterHeaders.REASON))
                    .contains("UNREADABLE");
                assertThat(WebhookHeaders.text(letter.headers(), DeadLetterHeaders.OFFSET))
                    .contains("0");
              });
    }
  }

  @Test
  void shouldPutAsideWhatAnUnknownTenantWouldSend() {
    try (LoopHarness harness = new LoopHarness(immediate()).start(campaign(STRANGER))) {
      // Given
      harness.append(campaign(STRANGER), Messages.bulk(STRANGER, "m-0"));

      // When
      await().until(() -> harness.committedOffset(campaign(STRANGER)) == 1);

      // Then
      assertThat(harness.stored()).isEmpty();
      assertThat(harness.deadLetters())
          .singleElement()
          .satisfies(
              letter ->
                  assertThat(WebhookHeaders.text(letter.headers(), DeadLetterHeaders.REASON))
                      .contains("UNKNOWN_TENANT"));
    }
  }

  @Test
  void shouldFinishWhatIsUnderWayAndBeginNothingWhenAPartitionIsRevoked() {
    HeldProvider slow = new HeldProvider();
    try (LoopHarness harness = new LoopHarness(slow).start(campaign(ACME))) {
      // Given
      harness.append(campaign(ACME), messages(0, 10));
      await().until(() -> slow.asked().size() == LoopHarness.WINDOW);

      // When: the answers come after it was revoked
      harness.assign();
      await().until(harness::isDraining);
      slow.answers(100);
      await().until(() -> harness.committedOffset(campaign(ACME)) == LoopHarness.WINDOW);
      harness.stop();

      // Then
      assertThat(slow.asked()).hasSize(LoopHarness.WINDOW);
      assertThat(harness.stored()).containsExactlyInAnyOrderElementsOf(slow.asked());
      assertThat(harness.committedOffset(campaign(ACME))).isEqualTo(LoopHarness.WINDOW);
    }
  }

  @Test
  void shouldDrainAndCommitWhenItStops() throws InterruptedException {
    HeldProvider slow = new HeldProvider();
    try (LoopHarness harness = new LoopHarness(slow).start(campaign(ACME))) {
      // Given
      harness.append(campaign(ACME), messages(0, 2));
      await().until(() -> slow.asked().size() == 2);

      // When: the answers come after it was asked to stop
      Thread stopping = Thread.startVirtualThread(harness::stop);
      await().until(() -> stopping.getState() == Thread.State.WAITING);
      slow.answers(2);
      stopping.join();

      // Then
      assertThat(harness.committedOffset(campaign(ACME))).isEqualTo(2);
    }
  }

  @Test
  void shouldReadAgainWhatItsLaneHadNoRoomFor() {
    LaneLimits tiny = LaneLimits.window(1).withQueued(1);
    try (LoopHarness harness =
        new LoopHarness(immediate(), tiny, true).start(campaign(ACME), campaign(GLOBEX))) {
      // Given
      harness.append(campaign(ACME), messages(0, 6));

      // When
      await().until(() -> harness.committedOffset(campaign(ACME)) == 6);

      // Then
      assertThat(harness.stored()).containsExactlyInAnyOrderElementsOf(ids(0, 6));
    }
  }

  @Test
  void shouldKeepTheOrderOfAConversationWhenAReplyIsTriedAgain() {
    Map<String, Integer> attempts = new ConcurrentHashMap<>();
    Provider failsOnce =
        message ->
            attempts.merge(message.messageId(), 1, Integer::sum) == 1
                    && message.messageId().equals("m-1")
                ? new Transient("131000", "try again")
                : new Accepted("wamid." + message.messageId());
    try (LoopHarness harness = new LoopHarness(failsOnce).start(replies(ACME))) {
      // Given
      for (int i = 0; i < 4; i++) {
        harness.append(replies(ACME), Messages.reply(ACME, "m-" + i, "491555"));
      }
      harness.append(replies(ACME), Messages.reply(ACME, "other", "491666"));

      // When
      await().until(() -> harness.committedOffset(replies(ACME)) == 5);

      // Then
      assertThat(harness.stored().stream().filter(it -> !it.equals("other")))
          .containsExactly("m-0", "m-1", "m-2", "m-3");
      assertThat(harness.stored().indexOf("other")).isLessThan(3);
      assertThat(attempts).containsEntry("m-1", 2);
    }
  }

  @Test
  void shouldCallWhatABrokenProviderDidUnknown() {
    Provider broken =
        message -> {
          throw new IllegalStateException("bug");
        };
    try (LoopHarness harness = new LoopHarness(broken).start(campaign(ACME))) {
      // Given
      harness.append(campaign(ACME), messages(0, 1));

      // When
      await().until(() -> harness.committedOffset(campaign(ACME)) == 1);

      // Then
      assertThat(harness.outcomes()).singleElement().isInstanceOf(DeliveryOutcome.Unknown.class);
    }
  }
}
