package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dispatcher.ProviderAnswer.CampaignStopped;
import dev.sluice.dispatcher.ProviderAnswer.Refused;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.TenantId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TemplateStreaksTest {

  private static final TenantId ACME = new TenantId("acme");

  private final TemplateStreaks streaks = new TemplateStreaks(new CampaignView());

  private List<ProviderAnswer> judged(OutboundMessage message, String code, int times) {
    return IntStream.range(0, times)
        .mapToObj(_ -> streaks.judged(message, new Refused(code, "no")))
        .toList();
  }

  /// Of the Cloud API, Twilio and any JSON over HTTP.
  @ParameterizedTest
  @ValueSource(strings = {"132000", "21655", "21656", "63027", "63028", "http-400", "http-422"})
  void shouldStopTheCampaignAtTheFifthRefusalOfItsContentInARow(String code) {
    // When
    List<ProviderAnswer> answers = judged(Messages.bulk(ACME, "m-1"), code, 5);

    // Then
    assertThat(answers.subList(0, 4)).allMatch(Refused.class::isInstance);
    assertThat(answers.getLast()).isEqualTo(new CampaignStopped(code, "no"));
  }

  @Test
  void shouldNotStopACampaignForItsRecipientsNorForReplies() {
    // When
    List<ProviderAnswer> recipients = judged(Messages.bulk(ACME, "m-1"), "21610", 20);
    List<ProviderAnswer> replies = judged(Messages.reply(ACME, "r-1", "491555"), "63027", 20);

    // Then
    assertThat(recipients).allMatch(Refused.class::isInstance);
    assertThat(replies).allMatch(Refused.class::isInstance);
  }
}
