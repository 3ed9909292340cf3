package dev.sluice.topology.score;

import dev.sluice.schemas.Priority;
import dev.sluice.schemas.Priority.Reason;
import dev.sluice.schemas.PriorityRules;
import dev.sluice.schemas.Sentiment;
import dev.sluice.topology.join.Understood;
import dev.sluice.topology.repeats.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How soon a message should be answered: 0 to 100, with reasons an agent can read. The table of
/// weights is [PriorityRules]; the reasons' points sum to the score before clamping.
///
/// A pure function; time is no part of it.
final class PriorityScore {

  private PriorityScore() {}

  /// @param categoryWeight what the tenant's table gives the category, 0 to 100
  static Priority of(Counted counted, int categoryWeight, Scale scale) {
    Understood message = counted.understood();
    List<Reason> reasons = new ArrayList<>();
    reasons.add(new Reason("category " + message.category().name(), categoryWeight));
    reasons.add(sentiment(message.sentiment(), scale.weights()));
    if (counted.unanswered() > 0) {
      reasons.add(repeats(counted.unanswered(), scale.weights()));
    }
    scale
        .tierOf(message.message())
        .ifPresent(tier -> reasons.add(new Reason("customer tier " + tier.name(), tier.points())));
    scale.words().in(message.message().content().words()).stream()
        .filter(rule -> rule.points() > 0)
        .forEach(rule -> reasons.add(new Reason("mentions " + rule.name(), rule.points())));
    return Priority.of(reasons);
  }

  private static Reason sentiment(Sentiment sentiment, PriorityRules weights) {
    return switch (sentiment.label()) {
      case NEGATIVE ->
          new Reason(
              String.format(Locale.ROOT, "negative %d %%", Math.round(100 * sentiment.negative())),
              negative(sentiment, weights));
      case NEUTRAL -> new Reason("neutral", weights.neutral());
      case POSITIVE -> new Reason("positive", weights.positive());
      case UNKNOWN -> new Reason("sentiment unknown", weights.unknown());
    };
  }

  private static int negative(Sentiment sentiment, PriorityRules weights) {
    double points = weights.negative() * sentiment.negative() * sentiment.confidence();
    return Math.max(weights.neutral(), (int) Math.round(points));
  }

  private static Reason repeats(int unanswered, PriorityRules weights) {
    long points = Math.min((long) weights.repeat() * unanswered, weights.repeatMax());
    String because =
        unanswered == 1
            ? "1 earlier message unanswered"
            : unanswered + " earlier messages unanswered";
    return new Reason(because, (int) points);
  }
}
