package dev.sluice.simulator;

import java.time.Duration;

/// How a webhook that was not acknowledged is delivered again: at once, then ever less often, as
/// Meta does, in a time a test can wait for.
///
/// @param first pause before the second delivery; doubled each time
/// @param longest pause between two deliveries
/// @param giveUpAfter time since the first delivery after which there is no further one
public record Redelivery(Duration first, Duration longest, Duration giveUpAfter) {

  /// One minute bridges the 3 s in which a killed process is back, twenty times over; Meta's own
  /// limit is 7 days.
  public static final Redelivery DEFAULT =
      new Redelivery(Duration.ofMillis(50), Duration.ofSeconds(1), Duration.ofMinutes(1));

  public Redelivery {
    Checks.positive("first", first);
    Checks.positive("longest", longest);
    Checks.notNegative("giveUpAfter", giveUpAfter);
  }

  public Redelivery withGiveUpAfter(Duration time) {
    return new Redelivery(first, longest, time);
  }

  /// The pause after that many deliveries, 1 being the first.
  Duration pauseAfter(int deliveries) {
    Duration pause = first;
    for (int i = 1; i < deliveries && pause.compareTo(longest) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(longest) > 0 ? longest : pause;
  }
}
