package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.schemas.Channel;
import dev.sluice.schemas.InvalidSetting;
import dev.sluice.schemas.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BurstPlanTest {

  private static final Business BANK = business("bank", Industry.BANK);
  private static final Business SHOP = business("shop", Industry.RETAILER);

  @Test
  void shouldBeTheSameForTheSameSeedOnly() {
    // Given
    BurstPlan first = plan(7);

    // When
    BurstPlan second = plan(7);

    // Then
    assertThat(second).isEqualTo(first);
    assertThat(plan(8)).isNotEqualTo(first);
  }

  @Test
  void shouldAlternateBusinessesAndUseEveryChannel() {
    // Given
    int conversations = 40;

    // When
    BurstPlan plan = BurstPlan.mixed(List.of(BANK, SHOP), conversations, 3, Duration.ZERO, 1);

    // Then
    assertThat(plan.messages()).isEqualTo(2 * conversations * 3);
    assertThat(plan.conversations().stream().limit(4).map(of -> of.id().tenant().value()))
        .containsExactly("bank", "shop", "bank", "shop");
    assertThat(plan.conversations().stream().map(of -> of.id().channel()).distinct())
        .containsExactlyInAnyOrder(Channel.values());
    assertThat(plan.conversations())
        .allMatch(of -> of.account().equals(of.id().tenant() + "-" + of.id().channel()));
  }

  @Test
  void shouldUseOnlyTelephoneNumbersKeptFreeForFiction() {
    // Given
    Stream<Integer> indices = Stream.of(0, 1, 99, 100, Customers.MAX - 1);

    // When
    Stream<String> numbers =
        indices.map(index -> Customers.address(Channel.WHATSAPP, index).value());

    // Then
    assertThat(numbers)
        .doesNotHaveDuplicates()
        .allMatch(of -> of.matches("1[2-9]\\d\\d55501\\d\\d"));
    assertThatThrownBy(() -> Customers.address(Channel.WHATSAPP, Customers.MAX))
        .isInstanceOf(InvalidSetting.class);
  }

  @Test
  void shouldRefuseTheSameConversationTwice() {
    // Given
    Conversation once = plan(1).conversations().getFirst();

    // When
    List<Conversation> twice = List.of(once, once);

    // Then
    assertThatThrownBy(() -> new BurstPlan(twice, 0, 1))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("must not appear twice")
        .hasMessageNotContaining(once.id().customer().value());
  }

  @ParameterizedTest
  @EnumSource
  void shouldWriteWhatACarelessSignatureCheckFailsOn(Industry industry) {
    assertThat(industry.messages())
        .hasSizeGreaterThanOrEqualTo(15)
        .doesNotHaveDuplicates()
        .anyMatch(words -> words.contains("/"))
        .anyMatch(words -> words.codePoints().anyMatch(point -> point > 0xffff));
  }

  private static BurstPlan plan(long seed) {
    return BurstPlan.mixed(List.of(BANK, SHOP), 5, 4, Duration.ofMillis(1), seed);
  }

  private static Business business(String tenant, Industry industry) {
    TenantId id = new TenantId(tenant);
    return new Business(
        id,
        MetaApp.of(id, "secret"),
        industry,
        Map.of(
            Channel.WHATSAPP, tenant + "-WHATSAPP",
            Channel.MESSENGER, tenant + "-MESSENGER",
            Channel.INSTAGRAM, tenant + "-INSTAGRAM"));
  }
}
