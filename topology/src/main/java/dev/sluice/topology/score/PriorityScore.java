package dev.sluice.topology.score;

import dev.sluice.schemas.Priority;
import dev.sluice.schemas.Priority.Reason;
import dev.sluice.schemas.Sentiment;
import dev.sluice.topology.join.Understood;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// How soon a message should be answered: 0 to 100, with reasons.
///
/// | what | points |
/// |---|---|
/// | the category's weight | 0 to 100, from the tenant's table |
/// | negative | 40 × probability of being negative × confidence |
/// | sentiment unknown | 15: not calm, for nobody knows |
/// | neutral | 5 |
/// | positive | 0 |
/// | words of a hard rule | 75, whatever the models say |
///
/// A pure function; time is no part of it.
public final class PriorityScore {

  private static final int NEGATIVE_MAX = 40;
  private static final int UNKNOWN_SENTIMENT = 15;
  private static final int NEUTRAL = 5;

  /// The border of the band urgent: a hard rule alone reaches it.
  private static final int HARD_RULE = 75;

  /// Words that no model may talk down.
  private static final Pattern HARD_WORDS =
      Pattern.compile(
          "\\b(fraud\\w*|scam\\w*|stolen|stole|theft|hacked|unauthori[sz]ed|identity theft)\\b",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private PriorityScore() {}

  /// @param categoryWeight what the tenant's table gives the category, 0 to 100
  public static Priority of(Understood message, int categoryWeight) {
    List<Reason> reasons = new ArrayList<>();
    reasons.add(new Reason("category " + message.category().name(), categoryWeight));
    reasons.add(sentiment(message.sentiment()));
    if (HARD_WORDS.matcher(message.message().content().words()).find()) {
      reasons.add(new Reason("rule fraud or theft", HARD_RULE));
    }
    return Priority.of(reasons);
  }

  private static Reason sentiment(Sentiment sentiment) {
    return switch (sentiment.label()) {
      case NEGATIVE ->
          new Reason(
              String.format(Locale.ROOT, "negative %.2f", sentiment.negative()),
              (int) Math.round(NEGATIVE_MAX * sentiment.negative() * sentiment.confidence()));
      case NEUTRAL -> new Reason("neutral", NEUTRAL);
      case POSITIVE -> new Reason("positive", 0);
      case UNKNOWN -> new Reason("sentiment unknown", UNKNOWN_SENTIMENT);
    };
  }
}
