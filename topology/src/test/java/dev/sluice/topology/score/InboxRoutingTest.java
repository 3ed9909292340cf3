package dev.sluice.topology.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.Channel;
import dev.sluice.schemas.RoutingRule;
import dev.sluice.schemas.Tenant.Routing;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InboxRoutingTest {

  private static final Routing ROUTING =
      new Routing(
          "front-desk",
          List.of(
              new RoutingRule("fraud-desk", "fraud", null, null),
              new RoutingRule("social", null, Channel.INSTAGRAM, 50),
              new RoutingRule("senior", null, null, 75)),
          false);

  @ParameterizedTest
  @CsvSource({
    "fraud, WHATSAPP, 10, fraud-desk",
    "fraud, INSTAGRAM, 90, fraud-desk",
    "billing, INSTAGRAM, 50, social",
    "billing, INSTAGRAM, 49, front-desk",
    "billing, WHATSAPP, 75, senior",
    "billing, WHATSAPP, 74, front-desk"
  })
  void shouldTakeTheFirstRuleAllOfWhoseConditionsHold(
      String category, Channel channel, int score, String expected) {
    // When
    String inbox = InboxRouting.inboxOf(ROUTING, category, channel, score);

    // Then
    assertThat(inbox).isEqualTo(expected);
  }
}
