package dev.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sluice.schemas.PriorityRules.Due;
import dev.sluice.schemas.PriorityRules.HardRule;
import dev.sluice.schemas.PriorityRules.Tier;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriorityRulesTest {

  @Test
  void shouldFillInDefaults() throws JsonProcessingException {
    // Given
    String document = "{}";
    // When
    PriorityRules rules = Json.mapper().readValue(document, PriorityRules.class);
    // Then
    assertThat(rules)
        .isEqualTo(PriorityRules.DEFAULT)
        .isEqualTo(
            new PriorityRules(
                40,
                15,
                5,
                0,
                5,
                20,
                List.of(),
                List.of(),
                new Due(
                    Duration.ofMinutes(15),
                    Duration.ofHours(1),
                    Duration.ofHours(8),
                    Duration.ofDays(1))));
  }

  @Test
  void shouldReadEverySetting() throws JsonProcessingException {
    // Given
    String document =
        """
        {"negative":50,"unknown":20,"neutral":6,"positive":1,"repeat":10,"repeatMax":30,
         "tiers":[{"name":"gold","points":10,"customers":["15550100"]}],
         "rules":[{"name":"theft","words":["stolen"]},{"name":"off","points":0,"words":["x"]}],
         "due":{"urgent":"PT5M"}}""";
    // When
    PriorityRules rules = Json.mapper().readValue(document, PriorityRules.class);
    // Then
    assertThat(rules)
        .isEqualTo(
            new PriorityRules(
                50,
                20,
                6,
                1,
                10,
                30,
                List.of(new Tier("gold", 10, List.of("15550100"))),
                List.of(
                    new HardRule("theft", 75, List.of("stolen")),
                    new HardRule("off", 0, List.of("x"))),
                new Due(
                    Duration.ofMinutes(5),
                    Duration.ofHours(1),
                    Duration.ofHours(8),
                    Duration.ofDays(1))));
  }

  @Test
  void shouldAgreeWithTheDefaultsInTheSchema() {
    // Given
    SchemaFiles.Piece defs = SchemaFiles.of(Tenant.class).at("$defs");
    PriorityRules rules = PriorityRules.DEFAULT;
    // When
    SchemaFiles.Piece weights = defs.at("PriorityRules", "properties");
    SchemaFiles.Piece due = defs.at("Due", "properties");
    // Then
    assertThat(
            List.of("negative", "unknown", "neutral", "positive", "repeat", "repeatMax").stream()
                .map(key -> weights.at(key, "default").node().asInt()))
        .containsExactly(
            rules.negative(),
            rules.unknown(),
            rules.neutral(),
            rules.positive(),
            rules.repeat(),
            rules.repeatMax());
    for (Priority.Band band : Priority.Band.values()) {
      String key =
          Shape.wireNames(Priority.Band.class).stream()
              .filter(name -> name.equalsIgnoreCase(band.name()))
              .findFirst()
              .orElseThrow();
      assertThat(due.at(key, "default").node().asText()).isEqualTo(rules.due().of(band).toString());
    }
    assertThat(defs.at("HardRule", "properties", "points", "default").node().asInt())
        .isEqualTo(HardRule.POINTS);
    assertThat(weights.at("rules", "maxItems").node().asInt()).isEqualTo(PriorityRules.RULES_MAX);
    assertThat(weights.at("tiers", "maxItems").node().asInt()).isEqualTo(PriorityRules.TIERS_MAX);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'negative':101 | negative '101' must be between 0 and 100",
        "'unknown':-1 | unknown '-1' must be between 0 and 100",
        "'neutral':101 | neutral '101' must be between 0 and 100",
        "'positive':101 | positive '101' must be between 0 and 100",
        "'repeat':-1 | repeat '-1' must be between 0 and 100",
        "'repeatMax':101 | repeatMax '101' must be between 0 and 100",
        "'due':{'urgent':'PT0S'} | urgent 'PT0S' must be at least PT0.001S",
        "'due':{'high':'PT14M'} | high 'PT14M' must be at least urgent's PT15M",
        "'due':{'normal':'PT1M'} | normal 'PT1M' must be at least high's PT1H",
        "'due':{'low':'PT1M'} | low 'PT1M' must be at least normal's PT8H",
        "'due':{'low':'P366D'} | low 'PT8784H' must be at most PT8760H",
        "'tiers':[{'points':1,'customers':[]}] | name is missing",
        "'tiers':[{'name':'a','customers':[]}] | points is missing",
        "'tiers':[{'name':'a','points':1}] | customers is missing",
        "'tiers':[{'name':' ','points':1,'customers':[]}] | name ' ' must not be blank",
        "'tiers':[{'name':'a','points':101,'customers':[]}] | points '101' must be between 0 and 100",
        "'rules':[{'words':['a']}] | name is missing",
        "'rules':[{'name':'a'}] | words is missing",
        "'rules':[{'name':'a','words':[]}] | words '[]' must hold at least one word",
        "'rules':[{'name':'a','words':['b',' ']}] | words[1] ' ' must hold a letter or a digit",
        "'rules':[{'name':'a','words':['*']}] | words[0] '*' must hold a letter or a digit",
        "'rules':[{'name':'a','words':['*b']}] | words[0] '*b' must have its * at the end",
        "'rules':[{'name':'a','words':['b**']}] | words[0] 'b**' must have its * at the end",
      })
  void shouldNameKeyValueAndConstraint(String setting, String message) {
    // Given
    String document = "{%s}".formatted(setting).replace('\'', '"');
    // When / Then
    assertThatThrownBy(() -> Json.mapper().readValue(document, PriorityRules.class))
        .rootCause()
        .isInstanceOf(InvalidSetting.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"+15550100", "1 555 0100", "(1)5550100", "''"})
  void shouldRefuseCustomersAChannelWouldNeverNameAndNotRepeatThem(String customer) {
    // Given
    List<String> customers = List.of("15550101", customer);
    // When / Then
    assertThatThrownBy(() -> new Tier("gold", 10, customers))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage(
            "customers[1] '…' must be as the channel names a customer: no +, no blanks, no brackets");
  }

  @Test
  void shouldNotShowCustomersWhenPrinted() {
    // Given
    Tier tier = new Tier("gold", 10, List.of("15550101"));
    // When
    String printed = tier.toString();
    // Then
    assertThat(printed).isEqualTo("Tier[gold 10 points, 1 customers]");
  }

  @Test
  void shouldRefuseNamesGivenTwiceAndMoreThanFits() {
    // Given
    Tier gold = new Tier("gold", 10, List.of());
    Tier crowd = new Tier("crowd", 10, Collections.nCopies(5001, "1"));
    HardRule theft = new HardRule("theft", 75, List.of("stolen"));
    HardRule[] many =
        IntStream.range(0, 51)
            .mapToObj(i -> new HardRule("r" + i, 1, List.of("a")))
            .toArray(HardRule[]::new);
    // When / Then
    assertThatThrownBy(() -> rules(List.of(gold, gold)))
        .hasMessage("tiers[1].name 'gold' must be given only once");
    assertThatThrownBy(() -> rules(List.of(crowd)))
        .hasMessage("tiers '5001 customers' must not be more than 5000");
    assertThatThrownBy(() -> rules(List.of(), theft, theft))
        .hasMessage("rules[1].name 'theft' must be given only once");
    assertThatThrownBy(() -> rules(List.of(), many))
        .hasMessage("rules '51 rules' must not be more than 50");
    assertThatThrownBy(() -> new HardRule("a", 1, Collections.nCopies(201, "b")))
        .hasMessage("words '201 words' must not be more than 200");
    assertThatThrownBy(() -> new HardRule("a", 1, List.of("b".repeat(101))))
        .hasMessage("words[0] '101 characters' must not be more than 100");
  }

  private static PriorityRules rules(List<Tier> tiers, HardRule... rules) {
    return new PriorityRules(0, 0, 0, 0, 0, 0, tiers, Arrays.asList(rules), Due.DEFAULT);
  }
}
