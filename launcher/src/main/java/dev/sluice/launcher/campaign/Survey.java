package dev.sluice.launcher.campaign;

import dev.sluice.launcher.campaign.AudienceRow.Bad;
import dev.sluice.launcher.campaign.AudienceRow.Recipient;
import dev.sluice.launcher.campaign.AudienceRow.Repeated;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What an audience holds: counts, the first problems, and who is to be written to. Taken in row by
/// row; not thread-safe.
final class Survey implements Consumer<AudienceRow> {

  /// More would scroll the first, which often explains the others, out of a terminal.
  static final int PROBLEMS_SHOWN = 20;

  private final String file;
  private final Predicate<Recipient> optedOut;
  private final int peopleKept;
  private @Nullable LongSet people = new LongSet();
  private final List<String> problems = new ArrayList<>();
  private long rows;
  private long messages;
  private long bad;
  private long leftOut;
  private long withoutZone;
  private @Nullable Recipient first;

  /// @param file the name errors carry
  /// @param optedOut who is to be left out
  /// @param peopleKept when there are more to be written to, it is forgotten who they are
  Survey(String file, Predicate<Recipient> optedOut, int peopleKept) {
    this.file = file;
    this.optedOut = optedOut;
    this.peopleKept = peopleKept;
  }

  /// What may be said of a survey when it is complete.
  ///
  /// @param rows lines read, without the header
  /// @param messages people to be written to
  /// @param optedOut left out because they asked for it
  /// @param bad lines nothing can be sent for
  /// @param withoutZone people to be written to of whom nobody knows where they are
  record Counts(long rows, long messages, long optedOut, long bad, long withoutZone) {}

  @Override
  public void accept(AudienceRow row) {
    rows++;
    switch (row) {
      case Recipient recipient -> take(recipient);
      case Repeated(long line) -> problem(line, "phone '…' is on an earlier line, too");
      case Bad(long line, String problem) -> problem(line, problem);
    }
  }

  private void take(Recipient recipient) {
    if (optedOut.test(recipient)) {
      leftOut++;
      return;
    }
    messages++;
    if (messages > peopleKept) {
      people = null;
    } else if (people != null) {
      people.add(Long.parseLong(recipient.address().value()));
    }
    if (recipient.zones().isEmpty()) {
      withoutZone++;
    }
    if (first == null) {
      first = recipient;
    }
  }

  private void problem(long line, String problem) {
    bad++;
    if (problems.size() < PROBLEMS_SHOWN) {
      problems.add("%s:%d: %s".formatted(file, line, problem));
    }
  }

  Counts counts() {
    return new Counts(rows, messages, leftOut, bad, withoutZone);
  }

  /// Who is to be written to, as numbers; empty when they are more than were to be kept.
  Optional<LongSet> people() {
    return Optional.ofNullable(people);
  }

  /// The first to be written to; absent when there is nobody.
  @Nullable Recipient first() {
    return first;
  }

  /// What is wrong with the first bad lines, and how many there are beyond them. Nobody's number.
  List<String> problems() {
    List<String> shown = new ArrayList<>(problems);
    if (bad > problems.size()) {
      shown.add("and %,d more".formatted(bad - problems.size()));
    }
    return shown;
  }
}
