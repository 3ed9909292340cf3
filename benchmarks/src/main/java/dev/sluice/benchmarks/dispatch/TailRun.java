package dev.sluice.benchmarks.dispatch;

import dev.sluice.simulator.BatchDesign;
import dev.sluice.simulator.ListScheduling;
import dev.sluice.simulator.Sequential;
import java.time.Duration;
import java.util.List;

/// One campaign by one design, and what the same latencies come to by others.
///
/// @param name of the campaign: the same for all designs of a round
/// @param drawn what each message takes at the provider, in the order of sending
record TailRun(String design, String name, int messages, List<Duration> drawn, Sent sent) {

  TailRun {
    drawn = List.copyOf(drawn);
  }

  double seconds() {
    return sent.seconds();
  }

  /// With a window that is never empty.
  double ideal() {
    return ListScheduling.seconds(drawn, TailPart.WINDOW);
  }

  double ofIdeal() {
    return ideal() / seconds();
  }

  /// In groups that wait for their slowest, without any time between.
  double batches() {
    return BatchDesign.seconds(drawn, TailPart.WINDOW);
  }

  double sequential() {
    return Sequential.seconds(drawn);
  }

  @Override
  public String toString() {
    return "%s, %.2f s, %.3f of ideal, %s"
        .formatted(name, seconds(), ofIdeal(), Sent.cell(List.of(sent)));
  }
}
