package dev.sluice.topology.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.Models.Taxonomy;
import dev.sluice.schemas.PriorityRules.HardRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShippedRulesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GENERAL | there is fraud on my account | fraud",
        "BANK | someone used my card without my permission, it was stolen | theft",
        "BANK | I did not authorise this payment | fraud",
        "BANK | me robaron la tarjeta | theft",
        "BANK | meu cartão foi clonado | fraud",
        "BANK | caí em um golpe | fraud",
        "BANK | meine Karte wurde gestohlen | theft",
        "BANK | on m'a volé ma carte | theft",
        "RETAILER | your site is a scam | fraud",
        "RETAILER | I want to end my life | self-harm",
        "CLINIC | I have chest pains since this morning | medical emergency",
        "CLINIC | she can't breathe | medical emergency",
        "CLINIC | não consigo respirar | medical emergency",
        "CLINIC | thoughts of suicide | self-harm",
        "CLINIC | ich will nicht mehr leben | self-harm",
      })
  void shouldFindWhatNoModelMayTalkDown(Taxonomy taxonomy, String text, String rule) {
    // Given
    HardWords words = HardWords.compile(ShippedRules.of(taxonomy));

    // When
    List<HardRule> found = words.in(text);

    // Then
    assertThat(found).extracting(HardRule::name).contains(rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RETAILER | the price gave me a heart attack",
        "RETAILER | is the scampi fresh?",
        "GENERAL | when do you open?",
        "BANK | what is my balance",
        "BANK | my card was declined",
        "CLINIC | can I move my appointment to Friday?",
        "CLINIC | thank you, the doctor was very kind",
      })
  void shouldLeaveTheRestToTheModels(Taxonomy taxonomy, String text) {
    // Given
    HardWords words = HardWords.compile(ShippedRules.of(taxonomy));

    // When
    List<HardRule> found = words.in(text);

    // Then
    assertThat(found).isEmpty();
  }

  @Test
  void shouldReachTheBandUrgentAlone() {
    // Given
    List<Taxonomy> taxonomies = List.of(Taxonomy.values());

    // When
    List<HardRule> rules = taxonomies.stream().flatMap(it -> ShippedRules.of(it).stream()).toList();

    // Then
    assertThat(rules).isNotEmpty().allMatch(rule -> rule.points() >= 75);
  }
}
