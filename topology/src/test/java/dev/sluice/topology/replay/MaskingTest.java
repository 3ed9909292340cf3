package dev.sluice.topology.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.simulator.wire.MetaPayloads;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MaskingTest {

  @Test
  void shouldTakePeopleAndWordsOutOfAWhatsAppMessage() {
    // Given
    byte[] body =
        MetaPayloads.whatsApp("2001")
            .named("Ann Example")
            .text("wamid.1", "12025550101", "my secret")
            .image("wamid.2", "12025550101", "media-1", "my caption")
            .bytes();

    // When
    String masked = mask(body);

    // Then
    assertThat(masked)
        .doesNotContain("12025550101", "Ann", "secret", "caption\":\"my")
        .contains("\"body\":\"xx xxxxxx\"", "\"from\":\"person-1\"", "wamid.1", "2001");
  }

  @Test
  void shouldGiveAPersonTheSameNumberInTheWholeRecording() {
    // Given
    Masking masking = new Masking();
    RecordedWebhook first = webhook(MetaPayloads.messenger("p").text("m_1", "psid-1", "a").bytes());
    RecordedWebhook second = webhook(MetaPayloads.messenger("p").text("m_2", "psid-1", "b").bytes());

    // When
    String one = text(masking.mask(first));
    String two = text(masking.mask(second));

    // Then
    assertThat(one).doesNotContain("psid-1").contains("person-1");
    assertThat(two).doesNotContain("psid-1").contains("person-1");
  }

  @Test
  void shouldKeepNothingOfWhatIsNoJson() {
    // When
    String masked = mask("12025550101 wrote: hello".getBytes(StandardCharsets.UTF_8));

    // Then
    assertThat(masked).isEqualTo("\"masked\"");
  }

  private static String mask(byte[] body) {
    return text(new Masking().mask(webhook(body)));
  }

  private static RecordedWebhook webhook(byte[] body) {
    return RecordedWebhook.of("acme", 1, body);
  }

  private static String text(RecordedWebhook webhook) {
    return new String(webhook.bytes(), StandardCharsets.UTF_8);
  }
}
