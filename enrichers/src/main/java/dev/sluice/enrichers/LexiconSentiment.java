package dev.sluice.enrichers;

import dev.sluice.enrichers.Phrases.Phrase;
import dev.sluice.schemas.Provenance;
import dev.sluice.schemas.Sentiment;
import dev.sluice.schemas.Sentiment.Label;
import dev.sluice.schemas.Tenant;
import java.util.List;

/// Adds up the moods of the words in a message. A hand-written English word list and nothing else:
/// it misses sarcasm and complaints in sober words, and its probabilities are shaped by hand, not
/// measured.
///
/// It knows negation (`not happy`), intensifiers (`very`), phrases (`waste of time`), contrast
/// (`friendly, but …`) and the commonest emoji. A message without words or known emoji, one whose
/// letters are mostly not Latin, and one of four words or more that hardly holds an English word is
/// `unknown`, never neutral. Only the first 4,000 characters are read.
///
/// Thread-safe; never blocks, never throws.
public final class LexiconSentiment implements SentimentModel {

  /// Name and version, carried in every answer. Changed whenever the rules or the list change an
  /// answer.
  public static final String MODEL = "lexicon-1";

  private static final Provenance BY = new Provenance(MODEL, Provenance.Source.EMBEDDED);

  /// How many tokens back a negator or intensifier reaches: `not at all very happy`.
  private static final int REACH = 4;

  /// `not happy` is nearly as strong as `unhappy`; `not bad` is far from `good`.
  private static final double NEGATED_GOOD = -0.8;

  private static final double NEGATED_BAD = -0.3;

  private static final double BEFORE_CONTRAST = 0.5;
  private static final double AFTER_CONTRAST = 1.5;

  /// How fast strength becomes certainty: one strong word (3) gives about 0.85.
  private static final double SLOPE = 0.9;

  /// What speaks for neutral by itself: without any mood neutral comes to 0.5, so that it is never
  /// held for certain.
  private static final double CALM = 0.7;

  /// Praise takes away less from negative than complaint from positive: a polite complaint is one.
  private static final double POLITENESS = 0.7;

  private final Lexicon lexicon;

  /// Reads the list that ships with Sluice.
  public LexiconSentiment() {
    this(Lexicon.shipped());
  }

  LexiconSentiment(Lexicon lexicon) {
    this.lexicon = lexicon;
  }

  @Override
  public Sentiment read(Tenant tenant, String words) {
    Words message = Words.of(words);
    if (!lexicon.reads(message)) {
      return Sentiment.unknown(BY);
    }
    Sentiment sentiment = judge(moodsOf(message.tokens()));
    boolean emojiOnly = message.words() == 0;
    return emojiOnly && sentiment.label() == Label.NEUTRAL ? Sentiment.unknown(BY) : sentiment;
  }

  /// The sums of what speaks for and against.
  private record Moods(double good, double bad) {
    Moods plus(double strength) {
      return strength >= 0 ? new Moods(good + strength, bad) : new Moods(good, bad - strength);
    }
  }

  private Moods moodsOf(List<String> tokens) {
    int turn = lastContrast(tokens);
    Moods sum = new Moods(0, 0);
    int place = 0;
    while (place < tokens.size()) {
      List<Phrase<Double>> found = lexicon.moods().at(tokens, place);
      if (found.isEmpty()) {
        place++;
        continue;
      }
      Phrase<Double> phrase = found.getFirst();
      double share = turn < 0 ? 1 : place < turn ? BEFORE_CONTRAST : AFTER_CONTRAST;
      sum = sum.plus(share * inContext(phrase.meaning(), tokens, place));
      place += phrase.length();
    }
    return sum;
  }

  private int lastContrast(List<String> tokens) {
    for (int place = tokens.size() - 1; place > 0; place--) {
      if (lexicon.contrasts().contains(tokens.get(place))) {
        return place;
      }
    }
    return -1;
  }

  /// The strength of a word after what stands before it in the same clause.
  private double inContext(double strength, List<String> tokens, int place) {
    double result = strength;
    for (int before = place - 1; before >= Math.max(0, place - REACH); before--) {
      String token = tokens.get(before);
      if (token.equals(Words.BREAK) || lexicon.contrasts().contains(token)) {
        break;
      }
      result *= lexicon.intensifiers().getOrDefault(token, 1.0);
      if (lexicon.negators().contains(token)) {
        return result * (strength > 0 ? NEGATED_GOOD : NEGATED_BAD);
      }
    }
    return result;
  }

  private static Sentiment judge(Moods moods) {
    double negative = Math.exp(SLOPE * capped(moods.bad() - POLITENESS * moods.good()));
    double positive = Math.exp(SLOPE * capped(moods.good() - moods.bad()));
    double neutral = Math.exp(CALM);
    double sum = negative + positive + neutral;
    double most = Math.max(negative, Math.max(positive, neutral));
    Label label =
        most == negative ? Label.NEGATIVE : most == positive ? Label.POSITIVE : Label.NEUTRAL;
    return new Sentiment(label, most / sum, negative / sum, BY);
  }

  /// Keeps the exponential finite for a message of 4,000 characters of anger: beyond 10 nothing
  /// changes any more.
  private static double capped(double strength) {
    return Math.clamp(strength, -10, 10);
  }
}
