package dev.sluice.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.launcher.demo.DemoReport.AckMillis;
import dev.sluice.launcher.demo.DemoReport.Webhooks;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerdictTest {

  private static final Webhooks ALL_ACKNOWLEDGED = new Webhooks(10, 10, new AckMillis(1, 2));
  private static final DeliveryCheck ALL_THERE = new DeliveryCheck(9, 9, 0, 0, 0, 0);
  private static final CampaignFindings ALL_SENT = campaign(Map.of("m1", 1, "m2", 1), 2, 0, 2);

  @Test
  void shouldBeContentWhenAllIsWell() {
    assertThat(Verdict.of(ALL_ACKNOWLEDGED, ALL_THERE, List.of(ALL_SENT), 1.02).ok()).isTrue();
  }

  @Test
  void shouldComplainOfOneLostMessage() {
    assertThat(reasons(new DeliveryCheck(9, 8, 1, 0, 0, 0)))
        .containsExactly("1 acknowledged messages are not in the inbox");
  }

  @Test
  void shouldComplainOfOneDoubledMessage() {
    assertThat(reasons(new DeliveryCheck(9, 9, 0, 1, 0, 0)))
        .containsExactly("1 records are in the inbox twice");
  }

  @Test
  void shouldComplainOfTwoSwappedMessages() {
    assertThat(reasons(new DeliveryCheck(9, 9, 0, 0, 1, 0)))
        .containsExactly("1 messages are out of order within their conversation");
  }

  @Test
  void shouldComplainOfAMessageNobodySent() {
    assertThat(reasons(new DeliveryCheck(9, 9, 0, 0, 0, 1)))
        .containsExactly("1 messages are in the inbox that nobody sent");
  }

  @Test
  void shouldComplainWhenNothingWasSentAtAll() {
    assertThat(reasons(new DeliveryCheck(0, 0, 0, 0, 0, 0)))
        .containsExactly("no message was acknowledged at all");
  }

  @Test
  void shouldComplainOfARefusedWebhook() {
    assertThat(
            Verdict.of(new Webhooks(10, 9, new AckMillis(1, 2)), ALL_THERE, List.of(ALL_SENT), 1.0)
                .reasons())
        .containsExactly("1 webhooks were not acknowledged");
  }

  @Test
  void shouldComplainOfAMessageSentTwice() {
    assertThat(complaints(campaign(Map.of("m1", 1, "m2", 2), 2, 0, 2)))
        .containsExactly("campaign autumn: 1 messages reached the provider more than once");
  }

  @Test
  void shouldComplainOfAMessageNeverSent() {
    assertThat(complaints(campaign(Map.of("m1", 1), 2, 0, 2)))
        .containsExactly("campaign autumn: 1 messages never reached the provider");
  }

  @Test
  void shouldComplainOfAMessageWithoutResult() {
    assertThat(complaints(campaign(Map.of("m1", 1, "m2", 1), 1, 0, 2)))
        .containsExactly("campaign autumn: 1 messages differ from their results");
  }

  @Test
  void shouldComplainOfAMessageThatFailed() {
    assertThat(complaints(campaign(Map.of("m1", 1, "m2", 1), 1, 1, 2)))
        .containsExactly("campaign autumn: 1 messages failed");
  }

  @Test
  void shouldComplainOfAStatusThatIsNotInTheInbox() {
    assertThat(complaints(campaign(Map.of("m1", 1, "m2", 1), 2, 0, 1)))
        .containsExactly("campaign autumn: 1 messages lack the provider's status in the inbox");
  }

  @Test
  void shouldComplainWhenTheNeighbourWasFelt() {
    assertThat(Verdict.of(ALL_ACKNOWLEDGED, ALL_THERE, List.of(ALL_SENT), 1.31).reasons())
        .singleElement()
        .asString()
        .startsWith("the fast tenant took 1.31 times as long");
  }

  @Test
  void shouldComplainOfARatioThatCouldNotBeMeasured() {
    assertThat(Verdict.of(ALL_ACKNOWLEDGED, ALL_THERE, List.of(ALL_SENT), Double.NaN).ok())
        .isFalse();
  }

  private static List<String> reasons(DeliveryCheck inbox) {
    return Verdict.of(ALL_ACKNOWLEDGED, inbox, List.of(ALL_SENT), 1.0).reasons();
  }

  private static List<String> complaints(CampaignFindings campaign) {
    return Verdict.of(ALL_ACKNOWLEDGED, ALL_THERE, List.of(campaign), 1.0).reasons();
  }

  private static CampaignFindings campaign(
      Map<String, Integer> arrivals, int accepted, int failed, int joined) {
    return new CampaignFindings(
        "autumn", Set.of("m1", "m2"), arrivals, accepted, failed, 0, joined, 4.2);
  }
}
