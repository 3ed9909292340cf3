package dev.sluice.enrichers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.schemas.Category;
import dev.sluice.schemas.CategoryRule;
import dev.sluice.schemas.Models.Taxonomy;
import dev.sluice.schemas.Tenant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CategoryTableTest {

  @Test
  void shouldShipKeywordsFromHeavyToLight() {
    // Given
    Tenant tenant = Tenants.WITHOUT_RULES;
    // When
    List<CategoryRule> rules = CategoryTable.keywordsOf(tenant);
    // Then
    assertThat(rules)
        .extracting(CategoryRule::name)
        .containsExactly(
            "fraud", "blocked-card", "complaint", "billing", "delivery", "appointment", "info");
    assertThat(rules).extracting(CategoryRule::weight).isSortedAccordingTo((a, b) -> b - a);
  }

  @ParameterizedTest
  @EnumSource
  void shouldTakeTheTaxonomyOfATenantWithoutRules(Taxonomy taxonomy) {
    // Given
    Tenant tenant = Tenants.of(taxonomy);
    // When
    List<CategoryRule> rules = CategoryTable.of(tenant);
    // Then
    assertThat(rules).isSameAs(Taxonomies.of(taxonomy));
    assertThat(rules)
        .allSatisfy(
            rule ->
                assertThat(CategoryTable.weightOf(tenant, rule.name())).isEqualTo(rule.weight()));
  }

  @Test
  void shouldWeighTheGeneralCategoriesLikeTheKeywordsOfTheirName() {
    // Given
    Tenant tenant = Tenants.WITHOUT_RULES;
    // When
    List<CategoryRule> rules = CategoryTable.keywordsOf(tenant);
    // Then
    assertThat(rules)
        .allSatisfy(
            rule ->
                assertThat(CategoryTable.weightOf(tenant, rule.name())).isEqualTo(rule.weight()));
  }

  @Test
  void shouldWeighByTheIndustry() {
    // Given
    Tenant clinic = Tenants.of(Taxonomy.CLINIC);
    // When
    int weight = CategoryTable.weightOf(clinic, "emergency");
    // Then
    assertThat(weight).isGreaterThan(CategoryTable.weightOf(Tenants.WITHOUT_RULES, "emergency"));
  }

  @ParameterizedTest
  @CsvSource({"fraud, 60", "info, 5", "other, 5", "unknown, 25", "gone-since, 25"})
  void shouldWeighByTheShippedTable(String category, int weight) {
    // Given
    Tenant tenant = Tenants.WITHOUT_RULES;
    // When
    int found = CategoryTable.weightOf(tenant, category);
    // Then
    assertThat(found).isEqualTo(weight);
  }

  @ParameterizedTest
  @CsvSource({"vip, 80", "other, 33", "unknown, 25", "fraud, 25"})
  void shouldWeighByTheTenantsOwnRules(String category, int weight) {
    // Given
    Tenant tenant =
        Tenants.with(
            new CategoryRule("vip", 80, List.of("gold")),
            new CategoryRule(Category.OTHER, 33, List.of("anything")));
    // When
    int found = CategoryTable.weightOf(tenant, category);
    // Then
    assertThat(found).isEqualTo(weight);
  }

  @Test
  void shouldRefuseATableWithTwoWeightsForOneCategory() {
    // Given
    ShippedText text = ShippedText.parse("t.txt", "[a]\n1: x\n2: y\n");
    // When / Then
    assertThatThrownBy(() -> CategoryTable.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("t.txt: [a] must give one weight");
  }
}
