package dev.sluice.enrichers.embedded;

import dev.sluice.enrichers.Endpoint;
import dev.sluice.enrichers.ModelUnavailable;
import dev.sluice.enrichers.SentimentModel;
import dev.sluice.schemas.Provenance;
import dev.sluice.schemas.Provenance.Source;
import dev.sluice.schemas.Sentiment;
import dev.sluice.schemas.Sentiment.Label;
import dev.sluice.schemas.Tenant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Tells sentiment from what a message means: a logistic head over the sentence encoder, fitted on
/// the lines of `sentiment-seed.txt`.
///
/// Its probabilities are those of the head. It reads English: a message in other letters, in
/// another language as far as that can be told, or without a word is `unknown`, with a note, never
/// neutral. A message of nothing but emoji is decided by the table `emoji.txt` alone, as a rule. It
/// misses sarcasm that the lines do not show. Messages are data: nothing they say is an
/// instruction.
///
/// Safe for many threads; blocks for the encoder, gives up when interrupted.
final class EmbeddedSentiment implements SentimentModel {

  /// The inverse strength of the penalty, chosen by cross-validation within the lines: 0.838 of
  /// them right at 1, 0.836 at 3, 0.818 at 10 and 0.814 at 30.
  static final double FREEDOM = 1;

  private final MessageReader reader;
  private final LogisticHead head;
  private final Endpoint endpoint;
  private final Provenance byHead;
  private final Provenance byRule;

  private EmbeddedSentiment(
      MessageReader reader, LogisticHead head, Endpoint endpoint, String version) {
    this.reader = reader;
    this.head = head;
    this.endpoint = endpoint;
    this.byHead = new Provenance(version, Source.EMBEDDED);
    this.byRule = new Provenance(version, Source.RULE);
  }

  /// Fits the head; takes about as long as encoding the lines, a millisecond each.
  ///
  /// @throws ModelUnavailable when the encoder fails
  static EmbeddedSentiment fit(
      SentimentSeed seed, MessageReader reader, Endpoint endpoint, String version)
      throws ModelUnavailable {
    List<Tokens> lines = seed.texts().stream().map(line -> reader.read(line).tokens()).toList();
    float[][] vectors =
        reader.meaningsOf(lines).stream().map(Meaning::plain).toArray(float[][]::new);
    LogisticHead head =
        LogisticHead.fit(
            new LogisticHead.Examples(vectors, seed.classes(), SentimentSeed.LABELS.size()),
            FREEDOM);
    return new EmbeddedSentiment(reader, head, endpoint, version);
  }

  @Override
  public Sentiment read(Tenant tenant, String words) throws ModelUnavailable {
    MessageReader.Reading reading = reader.read(words);
    if (reading.message().emojiOnly()) {
      return byEmoji(reading.message().moods());
    }
    Optional<String> refusal = reading.refusal();
    if (refusal.isPresent()) {
      return Sentiment.unknown(byHead.withNote(refusal.get()));
    }
    double[] probabilities = head.probabilities(reader.meaningOf(reading.tokens()).plain());
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      if (probabilities[i] > probabilities[best]) {
        best = i;
      }
    }
    return new Sentiment(
        SentimentSeed.LABELS.get(best),
        Math.min(1, probabilities[best]),
        Math.min(1, probabilities[SentimentSeed.LABELS.indexOf(Label.NEGATIVE)]),
        reading.signed(byHead));
  }

  /// The mood most of them have; between equals the worse one. The confidence is their share.
  private Sentiment byEmoji(List<Label> moods) {
    Label most = Label.NEGATIVE;
    for (Label label : SentimentSeed.LABELS) {
      if (share(moods, label) > share(moods, most)) {
        most = label;
      }
    }
    return new Sentiment(most, share(moods, most), share(moods, Label.NEGATIVE), byRule);
  }

  private static double share(List<Label> moods, Label label) {
    return (double) Collections.frequency(moods, label) / moods.size();
  }

  @Override
  public Optional<Endpoint> endpoint(Tenant tenant) {
    return Optional.of(endpoint);
  }
}
