package dev.sluice.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.schemas.Json;
import dev.sluice.schemas.ProviderStatus.ProviderError;
import dev.sluice.schemas.ProviderStatus.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MetaPayloadsTest {

  private static final String CUSTOMER = "12125550101";

  @Test
  void shouldWriteAWhatsAppTextByteForByteAsMetaDoes() {
    // Given
    WhatsAppBody body = MetaPayloads.whatsApp("102290129340398", "106540352242922").named("Zoë");

    // When
    body.text("wamid.A", CUSTOMER, "50% / Ünder 😀 <b>");

    // Then
    assertThat(text(body.bytes()))
        .isEqualTo(
            """
            {"object":"whatsapp_business_account","entry":[{"id":"102290129340398","changes":[\
            {"value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":\
            "12125550100","phone_number_id":"106540352242922"},"contacts":[{"profile":{"name":\
            "Zo\\u00eb"},"wa_id":"12125550101"}],"messages":[{"from":"12125550101","id":"wamid.A",\
            "timestamp":"1795168800","type":"text","text":{"body":\
            "50% \\/ \\u00dcnder \\ud83d\\ude00 <b>"}}]},"field":"messages"}]}]}""");
  }

  @Test
  void shouldWriteAMessengerTextByteForByteAsMetaDoes() {
    // Given
    PageBody body = MetaPayloads.messenger("1906385232743451");

    // When
    body.at(Instant.ofEpochMilli(1795168800123L)).text("m_A", "9000000000000001", "hé/ho");

    // Then
    assertThat(text(body.bytes()))
        .isEqualTo(
            """
            {"object":"page","entry":[{"time":1795168800123,"id":"1906385232743451","messaging":[\
            {"sender":{"id":"9000000000000001"},"recipient":{"id":"1906385232743451"},\
            "timestamp":1795168800123,"message":{"mid":"m_A","text":"h\\u00e9\\/ho"}}]}]}""");
  }

  @Test
  void shouldWriteAnInstagramAttachment() {
    // Given
    PageBody body = MetaPayloads.instagram("17841400000000001");

    // When
    body.attachment("aWdfA", "8000000000000001", "image", "https://cdn.example/a.jpg");

    // Then
    assertThat(text(body.bytes())).contains("\"url\":\"https:\\/\\/cdn.example\\/a.jpg\"");
    assertThat(tree(body.bytes()).path("object").asText()).isEqualTo("instagram");
    assertThat(tree(body.bytes()).at("/entry/0/messaging/0/message/attachments/0/type").asText())
        .isEqualTo("image");
  }

  @Test
  void shouldKeepReadersTextTheSame() {
    // Given
    String words = "Ünïcödé / \"quotes\" \\ \n 😀 漢字 \u2028";

    // When
    byte[] body = MetaPayloads.whatsApp("1").text("wamid.A", CUSTOMER, words).bytes();

    // Then
    assertThat(tree(body).at("/entry/0/changes/0/value/messages/0/text/body").asText())
        .isEqualTo(words);
    assertThat(text(body)).matches("[\\x20-\\x7e]+");
  }

  @Test
  void shouldHoldEveryKindOfMedia() {
    // Given
    WhatsAppBody body = MetaPayloads.whatsApp("1");

    // When
    body.image("wamid.1", CUSTOMER, "10", "the receipt")
        .video("wamid.2", CUSTOMER, "11", null)
        .document("wamid.3", CUSTOMER, "12", "bill.pdf", "my bill")
        .audio("wamid.4", CUSTOMER, "13")
        .sticker("wamid.5", CUSTOMER, "14")
        .other("wamid.6", CUSTOMER, "request_welcome");

    // Then
    JsonNode value = tree(body.bytes()).at("/entry/0/changes/0/value");
    assertThat(value.path("messages").findValuesAsText("type"))
        .containsExactly("image", "video", "document", "audio", "sticker", "request_welcome");
    assertThat(value.at("/messages/0/image/caption").asText()).isEqualTo("the receipt");
    assertThat(value.at("/messages/1/video").has("caption")).isFalse();
    assertThat(value.at("/messages/2/document/filename").asText()).isEqualTo("bill.pdf");
    assertThat(value.at("/messages/3/audio/voice").asBoolean()).isTrue();
    assertThat(value.at("/messages/4/sticker/id").asText()).isEqualTo("14");
    assertThat(value.path("contacts")).hasSize(1);
  }

  @Test
  void shouldReportStatusesWithTheirCorrelationAndErrors() {
    // Given
    WhatsAppBody body = MetaPayloads.whatsApp("1").at(Instant.ofEpochSecond(7));

    // When
    body.status("wamid.X", CUSTOMER, State.DELIVERED, "our-1")
        .failed("wamid.Y", CUSTOMER, null, new ProviderError(131026, "Message undeliverable"));

    // Then
    JsonNode statuses = tree(body.bytes()).at("/entry/0/changes/0/value/statuses");
    assertThat(statuses.path(0).path("status").asText()).isEqualTo("delivered");
    assertThat(statuses.path(0).path("timestamp").asText()).isEqualTo("7");
    assertThat(statuses.path(0).path("biz_opaque_callback_data").asText()).isEqualTo("our-1");
    assertThat(statuses.path(1).path("status").asText()).isEqualTo("failed");
    assertThat(statuses.path(1).has("biz_opaque_callback_data")).isFalse();
    assertThat(statuses.at("/1/errors/0/code").asInt()).isEqualTo(131026);
  }

  @Test
  void shouldHoldSeveralEntriesAndChanges() {
    // Given
    WhatsAppBody body = MetaPayloads.whatsApp("waba-a", "phone-a");

    // When
    body.text("wamid.1", CUSTOMER, "to a")
        .number("phone-a2")
        .text("wamid.2", CUSTOMER, "to a2")
        .entry("waba-b", "phone-b")
        .text("wamid.3", CUSTOMER, "to b");

    // Then
    JsonNode entries = tree(body.bytes()).path("entry");
    assertThat(entries.findValuesAsText("phone_number_id"))
        .containsExactly("phone-a", "phone-a2", "phone-b");
    assertThat(entries.path(0).path("changes")).hasSize(2);
    assertThat(entries.path(1).path("id").asText()).isEqualTo("waba-b");
    assertThat(entries.at("/1/changes/0/value/messages/0/id").asText()).isEqualTo("wamid.3");
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  private static JsonNode tree(byte[] body) {
    try {
      return Json.mapper().readTree(body);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
