package dev.sluice.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What makes a message of this tenant urgent, in points, and how soon each band is to be answered.
/// The whole table:
///
/// | what | points | by default |
/// |---|---|---|
/// | the category | its own weight, 0 to 100 | as its table says |
/// | negative sentiment | `negative` × probability of being negative × confidence, and never less than `neutral` | 40 × … |
/// | nobody could tell the sentiment | `unknown`: not calm | 15 |
/// | neutral sentiment | `neutral` | 5 |
/// | positive sentiment | `positive` | 0 |
/// | earlier messages nobody has answered | `repeat` each, at most `repeatMax` | 5 each, at most 20 |
/// | the customer is in a tier | the tier's points; the highest where there are several | no tiers |
/// | words of a hard rule, each rule once | the rule's points | 75: urgent whatever the models say |
///
/// The sum is clamped to 0..100; [Priority.Band] draws the borders.
///
/// @param negative of a message that is certainly negative, 0 to 100; 40 by default
/// @param unknown of a message whose sentiment nobody could tell; 15 by default: not calm
/// @param neutral 5 by default
/// @param positive 0 by default
/// @param repeat for each earlier message of the conversation that nobody has answered; 5 by
///   default
/// @param repeatMax what repeats add at most; 20 by default
/// @param tiers customers whose messages count more
/// @param rules words that no model may talk down, on top of those that ship with Sluice; one with
///   the name of a shipped rule takes its place, and with 0 points switches it off
/// @param due how long each band may wait
public record PriorityRules(
    int negative,
    int unknown,
    int neutral,
    int positive,
    int repeat,
    int repeatMax,
    List<Tier> tiers,
    List<HardRule> rules,
    Due due) {

  /// Customers named in all tiers of a tenant together: they travel in one record of the topic
  /// `tenants`, and this many take 100 KB of it.
  static final int CUSTOMERS_MAX = 5_000;

  static final int TIERS_MAX = 20;

  /// With [HardRule#WORDS_MAX] words each, 10,000: compiled they take about 1 MB.
  static final int RULES_MAX = 50;

  private static final int NEGATIVE = 40;
  private static final int UNKNOWN = 15;
  private static final int NEUTRAL = 5;
  private static final int POSITIVE = 0;
  private static final int REPEAT = 5;
  private static final int REPEAT_MAX = 20;

  /// The weights that hold for a tenant that states none.
  public static final PriorityRules DEFAULT =
      of(null, null, null, null, null, null, null, null, null);

  /// Customers whose messages count more.
  ///
  /// @param points 0 to 100
  /// @param customers as the channel names them: a phone number in digits, without `+`, or a scoped
  ///   id. Personal data
  public record Tier(String name, int points, List<String> customers) {

    /// @throws InvalidSetting naming the key and its constraint, never a customer
    public Tier {
      customers = List.copyOf(customers);
      Settings.notBlank("name", name);
      Settings.between("points", points, 0, 100);
      for (int i = 0; i < customers.size(); i++) {
        String customer = customers.get(i);
        if (customer.isEmpty() || !customer.chars().allMatch(Tier::isPartOfAnId)) {
          throw new InvalidSetting(
              "customers[%d]".formatted(i),
              "…",
              "must be as the channel names a customer: no +, no blanks, no brackets");
        }
      }
    }

    /// No id of a channel holds what people put into phone numbers to read them better.
    private static boolean isPartOfAnId(int c) {
      return c != '+' && c != '(' && c != ')' && !Character.isWhitespace(c);
    }

    @Override
    public String toString() {
      return "Tier[%s %d points, %d customers]".formatted(name, points, customers.size());
    }

    @JsonCreator
    static Tier of(
        @JsonProperty("name") @Nullable String name,
        @JsonProperty("points") @Nullable Integer points,
        @JsonProperty("customers") @Nullable List<String> customers) {
      return new Tier(
          Settings.required("name", name),
          Settings.required("points", points),
          Settings.required("customers", customers));
    }
  }

  /// Words that make a message urgent whatever the models say.
  ///
  /// @param points 0 to 100; 75 by default, which alone reaches the band urgent
  /// @param words single words or phrases, in any case, with or without accents; a trailing `*`
  ///   stands for any ending
  public record HardRule(String name, int points, List<String> words) {

    static final int POINTS = 75;

    static final int WORDS_MAX = 200;

    /// Longer than any phrase that somebody types the same way twice.
    static final int WORD_CHARS_MAX = 100;

    public HardRule {
      words = List.copyOf(words);
      Settings.notBlank("name", name);
      Settings.between("points", points, 0, 100);
      Settings.notEmpty("words", words, "must hold at least one word");
      Settings.atMost("words", words.size(), WORDS_MAX, "words");
      for (int i = 0; i < words.size(); i++) {
        check("words[%d]".formatted(i), words.get(i));
      }
    }

    private static void check(String key, String word) {
      int star = word.indexOf('*');
      if (star >= 0 && star < word.length() - 1) {
        throw new InvalidSetting(key, word, "must have its * at the end");
      }
      if (word.codePoints().noneMatch(Character::isLetterOrDigit)) {
        throw new InvalidSetting(key, word, "must hold a letter or a digit");
      }
      Settings.atMost(key, word.length(), WORD_CHARS_MAX, "characters");
    }

    @JsonCreator
    static HardRule of(
        @JsonProperty("name") @Nullable String name,
        @JsonProperty("points") @Nullable Integer points,
        @JsonProperty("words") @Nullable List<String> words) {
      return new HardRule(
          Settings.required("name", name),
          points == null ? POINTS : points,
          Settings.required("words", words));
    }
  }

  /// How long a message of each band may wait for an answer.
  public record Due(Duration urgent, Duration high, Duration normal, Duration low) {

    /// Nobody waits a year for an answer; and it keeps the arithmetic of times in range.
    private static final Duration LONGEST = Duration.ofDays(365);

    static final Due DEFAULT =
        new Due(
            Duration.ofMinutes(15), Duration.ofHours(1), Duration.ofHours(8), Duration.ofDays(1));

    /// @throws InvalidSetting naming the band that may wait less long than a more urgent one
    public Due {
      grows("urgent", urgent, Duration.ZERO.plusMillis(1), "PT0.001S");
      grows("high", high, urgent, "urgent's " + urgent);
      grows("normal", normal, high, "high's " + high);
      grows("low", low, normal, "normal's " + normal);
      if (low.compareTo(LONGEST) > 0) {
        throw new InvalidSetting("low", low, "must be at most " + LONGEST);
      }
    }

    private static void grows(String key, Duration value, Duration least, String name) {
      if (value.compareTo(least) < 0) {
        throw new InvalidSetting(key, value, "must be at least " + name);
      }
    }

    @JsonCreator
    static Due of(
        @JsonProperty("urgent") @Nullable Duration urgent,
        @JsonProperty("high") @Nullable Duration high,
        @JsonProperty("normal") @Nullable Duration normal,
        @JsonProperty("low") @Nullable Duration low) {
      return new Due(
          urgent == null ? DEFAULT.urgent : urgent,
          high == null ? DEFAULT.high : high,
          normal == null ? DEFAULT.normal : normal,
          low == null ? DEFAULT.low : low);
    }

    /// How long a message of that band may wait.
    public Duration of(Priority.Band band) {
      return switch (band) {
        case URGENT -> urgent;
        case HIGH -> high;
        case NORMAL -> normal;
        case LOW -> low;
      };
    }
  }

  /// @throws InvalidSetting naming the key and its constraint
  public PriorityRules {
    tiers = List.copyOf(tiers);
    rules = List.copyOf(rules);
    Settings.between("negative", negative, 0, 100);
    Settings.between("unknown", unknown, 0, 100);
    Settings.between("neutral", neutral, 0, 100);
    Settings.between("positive", positive, 0, 100);
    Settings.between("repeat", repeat, 0, 100);
    Settings.between("repeatMax", repeatMax, 0, 100);
    Settings.unique("tiers", tiers.stream().map(Tier::name).toList());
    Settings.atMost("tiers", tiers.size(), TIERS_MAX, "tiers");
    Settings.unique("rules", rules.stream().map(HardRule::name).toList());
    Settings.atMost("rules", rules.size(), RULES_MAX, "rules");
    int customers = tiers.stream().mapToInt(tier -> tier.customers().size()).sum();
    Settings.atMost("tiers", customers, CUSTOMERS_MAX, "customers");
  }

  @JsonCreator
  static PriorityRules of(
      @JsonProperty("negative") @Nullable Integer negative,
      @JsonProperty("unknown") @Nullable Integer unknown,
      @JsonProperty("neutral") @Nullable Integer neutral,
      @JsonProperty("positive") @Nullable Integer positive,
      @JsonProperty("repeat") @Nullable Integer repeat,
      @JsonProperty("repeatMax") @Nullable Integer repeatMax,
      @JsonProperty("tiers") @Nullable List<Tier> tiers,
      @JsonProperty("rules") @Nullable List<HardRule> rules,
      @JsonProperty("due") @Nullable Due due) {
    return new PriorityRules(
        negative == null ? NEGATIVE : negative,
        unknown == null ? UNKNOWN : unknown,
        neutral == null ? NEUTRAL : neutral,
        positive == null ? POSITIVE : positive,
        repeat == null ? REPEAT : repeat,
        repeatMax == null ? REPEAT_MAX : repeatMax,
        tiers == null ? List.of() : tiers,
        rules == null ? List.of() : rules,
        due == null ? Due.DEFAULT : due);
  }
}
