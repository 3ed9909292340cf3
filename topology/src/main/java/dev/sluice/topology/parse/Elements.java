package dev.sluice.topology.parse;

import dev.sluice.schemas.DeadLetterHeaders.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What has been read of one webhook, in the order of its elements. Not thread-safe.
final class Elements {

  /// Ten times what Meta puts into one post at most (1,000 updates). Each becomes a record or two,
  /// so of a webhook with more nothing is let through: it goes to the dead letters as a whole.
  static final int MOST = 10_000;

  private final List<Parsed> read = new ArrayList<>();
  private final Set<Parsed.Rejected> rejected = new HashSet<>();
  private boolean tooMany;

  /// A dead letter holds the whole webhook, so one for each reason is enough.
  void add(Parsed element) {
    if (element instanceof Parsed.Rejected rejection && !rejected.add(rejection)) {
      return;
    }
    if (read.size() == MOST) {
      tooMany = true;
      return;
    }
    read.add(element);
  }

  List<Parsed> all() {
    return tooMany
        ? List.of(
            new Parsed.Rejected(
                Reason.UNREADABLE, "the webhook has more than %d elements".formatted(MOST)))
        : List.copyOf(read);
  }
}
