package dev.sluice.dispatcher;

import static dev.sluice.dispatcher.LoopHarness.ACME;
import static dev.sluice.dispatcher.LoopHarness.campaign;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dispatcher.OffsetLedger.Position;
import dev.sluice.dispatcher.ProviderAnswer.Accepted;
import dev.sluice.schemas.OutboundMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Nothing is sent that the committed position does not name: whoever takes over after a crash
/// knows what may have been sent.
@Timeout(60)
final class NotedBeforeSentTest {

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(40));
  }

  private static OutboundMessage[] messages(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Messages.bulk(ACME, "m-" + i))
        .toArray(OutboundMessage[]::new);
  }

  private static long offsetOf(OutboundMessage message) {
    return Long.parseLong(message.messageId().substring("m-".length()));
  }

  @Test
  void shouldNameEachMessageAsUnfinishedWhenItIsSent() {
    // Given
    AtomicReference<LoopHarness> running = new AtomicReference<>();
    List<Long> unnamed = new CopyOnWriteArrayList<>();
    Provider suspicious =
        message -> {
          LoopHarness harness = running.get();
          OffsetAndMetadata committed =
              harness == null ? null : harness.consumer.committed(campaign(ACME));
          if (committed == null || !names(committed, offsetOf(message))) {
            unnamed.add(offsetOf(message));
          }
          return new Accepted("wamid." + message.messageId());
        };
    try (LoopHarness harness = new LoopHarness(suspicious)) {
      running.set(harness);
      harness.start(campaign(ACME));

      // When
      harness.append(campaign(ACME), messages(300));
      await().until(() -> harness.committedOffset(campaign(ACME)) == 300);

      // Then
      assertThat(unnamed).isEmpty();
    }
  }

  private static boolean names(OffsetAndMetadata committed, long offset) {
    CommitNote note = CommitNote.read(committed.metadata());
    OffsetLedger ledger = OffsetLedger.resume(new Position(committed.offset(), note.unfinished()));
    return note.mayBeSentAt() != null && ledger.owed().contains(offset);
  }

  @Test
  void shouldSendNothingWhileTheBrokerTakesNoCommits() {
    HeldProvider provider = new HeldProvider();
    try (LoopHarness harness = new LoopHarness(provider).start(campaign(ACME))) {
      // Given
      harness.consumer.refuseCommits(true);
      harness.append(campaign(ACME), messages(5));
      int before = harness.consumer.polls();
      await().until(() -> harness.consumer.polls() > before + 20);
      List<String> askedWithout = provider.asked();

      // When
      harness.consumer.refuseCommits(false);
      await().until(() -> provider.asked().size() == LoopHarness.WINDOW);

      // Then
      assertThat(askedWithout).isEmpty();
      provider.answers(5);
      await().until(() -> harness.committedOffset(campaign(ACME)) == 5);
    }
  }

  @Test
  void shouldLeaveAQuietNoteWhenNothingIsUnderWayAtTheEnd() {
    HeldProvider provider = new HeldProvider();
    try (LoopHarness harness = new LoopHarness(provider).start(campaign(ACME))) {
      // Given: three are sent, three wait
      harness.append(campaign(ACME), messages(6));
      await().until(() -> provider.asked().size() == LoopHarness.WINDOW);
      CommitNote during = note(harness);

      // When
      harness.assign();
      await().until(harness::isDraining);
      provider.answers(LoopHarness.WINDOW);
      await().until(() -> harness.rebalances() == 2);

      // Then
      assertThat(during.mayBeSentAt()).isNotNull();
      assertThat(note(harness).mayBeSentAt()).isNull();
      assertThat(harness.committedOffset(campaign(ACME))).isEqualTo(3);
    }
  }

  private static CommitNote note(LoopHarness harness) {
    OffsetAndMetadata committed = harness.consumer.committed(campaign(ACME));
    return committed == null ? CommitNote.NONE : CommitNote.read(committed.metadata());
  }
}
