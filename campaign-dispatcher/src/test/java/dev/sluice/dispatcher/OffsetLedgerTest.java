package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dispatcher.OffsetLedger.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OffsetLedgerTest {

  private static final int SEEDS = 300;

  /// Reads and finishes at random, is killed and resumed at random, and is compared at each step
  /// with a set of what is done. Offsets without a record are left out at random.
  @Test
  void shouldNeverPassAnUnfinishedOffsetNorRepeatAFinishedOne() {
    for (int seed = 0; seed < SEEDS; seed++) {
      // Given
      Random random = new Random(seed);
      List<Long> log =
          new ArrayList<>(LongStream.range(0, 200 + random.nextInt(400)).boxed().toList());
      log.removeIf(offset -> random.nextInt(20) == 0);

      // When
      Set<Long> done = new SimulatedOwners(random, log).runToTheEnd();

      // Then
      assertThat(done).as("seed %d", seed).isEqualTo(new TreeSet<>(log));
    }
  }

  /// Owners of one partition, one after the other, each killed without notice.
  private static final class SimulatedOwners {
    private final Random random;
    private final List<Long> log;
    private final Set<Long> done = new TreeSet<>();
    private final Set<Long> doneAndCommitted = new TreeSet<>();
    private final List<Long> inHand = new ArrayList<>();
    private OffsetLedger ledger = OffsetLedger.fresh();
    private Position committed = new Position(0, "");
    private int at;

    SimulatedOwners(Random random, List<Long> log) {
      this.random = random;
      this.log = log;
    }

    Set<Long> runToTheEnd() {
      while (done.size() < log.size()) {
        switch (random.nextInt(40)) {
          case 0 -> die();
          case 1, 2, 3 -> commit();
          case 4 -> stepBack();
          default -> {
            if (random.nextBoolean()) {
              read();
            } else {
              finish();
            }
          }
        }
      }
      return done;
    }

    private void read() {
      if (at == log.size()) {
        return;
      }
      long offset = log.get(at++);
      boolean fresh = ledger.take(offset);
      assertThat(fresh)
          .as("offset %d", offset)
          .isEqualTo(!doneByThisChain(offset) && !inHand.contains(offset));
      if (fresh) {
        inHand.add(offset);
      }
    }

    /// What this owner finished, or knows from the commit it resumed from.
    private boolean doneByThisChain(long offset) {
      return done.contains(offset);
    }

    private void finish() {
      if (!inHand.isEmpty()) {
        long offset = inHand.remove(random.nextInt(inHand.size()));
        ledger.finish(offset);
        done.add(offset);
      }
    }

    private void stepBack() {
      if (!inHand.isEmpty()) {
        long offset = inHand.remove(random.nextInt(inHand.size()));
        ledger.giveBack(offset);
        at = Math.min(at, log.indexOf(offset));
      }
    }

    private void commit() {
      ledger
          .position()
          .ifPresent(
              position -> {
                assertThat(log.stream().filter(it -> it < position.offset()))
                    .allMatch(done::contains);
                committed = position;
                doneAndCommitted.clear();
                doneAndCommitted.addAll(done);
              });
    }

    private void die() {
      ledger = OffsetLedger.resume(committed);
      inHand.clear();
      done.retainAll(doneAndCommitted);
      at = firstAtOrAfter(committed.offset());
    }

    private int firstAtOrAfter(long offset) {
      int index = 0;
      while (index < log.size() && log.get(index) < offset) {
        index++;
      }
      return index;
    }
  }

  @Test
  void shouldHaveNoPositionBeforeAnythingWasRead() {
    // Given
    OffsetLedger ledger = OffsetLedger.fresh();

    // When / Then
    assertThat(ledger.position()).isEmpty();
  }

  @Test
  void shouldStayWithinItsLimitInWhateverOrderTheRestFinishesWhenReadingStopsInTime() {
    // Given: one that never ends, and a pace at which everything else is done at once
    OffsetLedger ledger = OffsetLedger.fresh();
    Random random = new Random(7);
    ledger.take(0);
    List<Long> inHand = new ArrayList<>();
    long offset = 1;
    while (ledger.hasRoom() && offset < 100_000) {
      ledger.take(offset);
      inHand.add(offset++);
      if (inHand.size() == 700) {
        Collections.shuffle(inHand, random);
        for (long finished : inHand.subList(0, 100)) {
          ledger.finish(finished);
        }
        inHand.subList(0, 100).clear();
      }
    }
    assertThat(offset).as("read before it was full").isBetween(18_000L, 99_999L);
    Collections.shuffle(inHand, random);

    // When
    int longest = 0;
    for (long finished : inHand) {
      ledger.finish(finished);
      longest = Math.max(longest, ledger.position().orElseThrow().metadata().length());
    }

    // Then
    assertThat(longest).isLessThanOrEqualTo(OffsetLedger.METADATA_CHARS_MAX);
    assertThat(ledger.hasRoom()).as("room again when only one is left").isTrue();
  }

  @Test
  void shouldNeverRunOutOfRoomBehindOneStuckMessageWithAWindowOfThirty() {
    // Given
    OffsetLedger ledger = OffsetLedger.fresh();
    ledger.take(0);
    ArrayDequeOfOffsets window = new ArrayDequeOfOffsets();

    // When: an hour at 80 a second
    boolean room = true;
    for (long offset = 1; offset < 80 * 3600; offset++) {
      ledger.take(offset);
      window.add(offset);
      if (window.size() > 220) {
        ledger.finish(window.removeRandom());
      }
      room &= ledger.hasRoom();
    }

    // Then
    assertThat(room).isTrue();
    assertThat(ledger.position().orElseThrow().offset()).isZero();
  }

  private static final class ArrayDequeOfOffsets {
    private final List<Long> offsets = new ArrayList<>();
    private final Random random = new Random(3);

    void add(long offset) {
      offsets.add(offset);
    }

    int size() {
      return offsets.size();
    }

    long removeRandom() {
      return offsets.remove(random.nextInt(offsets.size()));
    }
  }

  @Test
  void shouldBeginAnewWhenTheLogOfThatNameIsAnother() {
    // Given
    OffsetLedger ledger = OffsetLedger.resume(new Position(500, ""));

    // When
    boolean fresh = ledger.take(0);

    // Then
    assertThat(fresh).isTrue();
    assertThat(ledger.position()).hasValueSatisfying(it -> assertThat(it.offset()).isZero());
  }

  @Test
  void shouldForgetWhatTheLogNoLongerHolds() {
    // Given
    OffsetLedger earlier = OffsetLedger.fresh();
    earlier.take(10);
    earlier.take(11);
    earlier.finish(11);
    OffsetLedger ledger = OffsetLedger.resume(earlier.position().orElseThrow());

    // When
    ledger.take(20);
    ledger.finish(20);

    // Then
    assertThat(ledger.position()).contains(new Position(21, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "b", "r", "bAA!", "rf39/f39/f39/f38", "b//////////////", "{\"a\":1}"})
  void shouldCountMetadataItCannotReadAsNone(String metadata) {
    // Given
    OffsetLedger ledger = OffsetLedger.resume(new Position(5, metadata));

    // When
    boolean fresh = ledger.take(5);

    // Then
    assertThat(fresh).isTrue();
  }

  @Test
  void shouldReportTheSamePositionAfterResuming() {
    // Given
    OffsetLedger earlier = OffsetLedger.fresh();
    LongStream.range(0, 300).forEach(earlier::take);
    LongStream.range(0, 300).filter(it -> it % 7 != 3).forEach(earlier::finish);
    Position position = earlier.position().orElseThrow();

    // When
    OffsetLedger resumed = OffsetLedger.resume(position);

    // Then
    assertThat(resumed.position()).contains(position);
    assertThat(position.offset()).isEqualTo(3);
  }
}
