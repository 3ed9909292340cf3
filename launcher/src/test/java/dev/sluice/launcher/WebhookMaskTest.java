package dev.sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.schemas.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookMaskTest {

  private static final String BODY =
      """
      {"object":"whatsapp_business_account","entry":[{"id":"77","changes":[{"field":"messages",
       "value":{"metadata":{"phone_number_id":"100000000000001"},
        "contacts":[{"profile":{"name":"Ana Lima"},"wa_id":"15550001111"}],
        "messages":[{"from":"15550001111","id":"wamid.1","timestamp":"1763632800","type":"text",
          "text":{"body":"Card 4111111111111111 was stolen, write to ana@example.com"}}]}}]}]}
      """;

  private final WebhookMask mask = new WebhookMask(new byte[32]);

  @Test
  void shouldTakeOutWhoWrote() {
    // When
    String masked = new String(mask.apply(bytes(BODY)), StandardCharsets.UTF_8);

    // Then
    assertThat(masked)
        .doesNotContain("15550001111", "Ana", "Lima", "4111111111111111", "ana@example.com")
        .contains("was stolen");
  }

  @Test
  void shouldKeepWhatTellsMessagesTenantsAndThreadsApart() throws Exception {
    // When
    JsonNode masked = Json.mapper().readTree(mask.apply(bytes(BODY)));

    // Then
    JsonNode value = masked.at("/entry/0/changes/0/value");
    assertThat(value.at("/metadata/phone_number_id").textValue()).isEqualTo("100000000000001");
    assertThat(value.at("/messages/0/id").textValue()).isEqualTo("wamid.1");
    assertThat(value.at("/messages/0/timestamp").textValue()).isEqualTo("1763632800");
    assertThat(value.at("/messages/0/from").textValue())
        .matches("\\d{15}")
        .isEqualTo(value.at("/contacts/0/wa_id").textValue());
  }

  @Test
  void shouldMaskTheSenderOfAPageMessageAndLeaveThePage() throws Exception {
    // Given
    String page =
        """
        {"object":"page","entry":[{"id":"9","messaging":[{"sender":{"id":"555"},
         "recipient":{"id":"9"},"message":{"mid":"m_1","text":"hello"}}]}]}
        """;

    // When
    JsonNode masked = Json.mapper().readTree(mask.apply(bytes(page))).at("/entry/0/messaging/0");

    // Then
    assertThat(masked.at("/sender/id").textValue()).isNotEqualTo("555");
    assertThat(masked.at("/recipient/id").textValue()).isEqualTo("9");
    assertThat(masked.at("/message/text").textValue()).isEqualTo("hello");
  }

  /// Whatever shape it is: user ids, members of groups, comments, cards and forms name people too.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"from\":\"\",\"from_user_id\":\"US.777\",\"from_parent_user_id\":\"US.777\"}",
        "{\"contacts\":[{\"parent_user_id\":\"US.777\"}]}",
        "{\"recipient_user_id\":\"US.777\",\"recipient_parent_user_id\":\"US.777\"}",
        "{\"recipient_participant_id\":\"US.777\",\"recipient_participant_user_id\":\"US.777\"}",
        "{\"recipient_participant_parent_user_id\":\"US.777\",\"to_parent_user_id\":\"US.777\"}",
        "{\"system\":{\"new_wa_id\":\"US.777\"},\"group_id\":\"US.777\"}",
        "{\"field\":\"comments\",\"value\":{\"from\":{\"id\":\"US.777\",\"username\":\"US.777\"}}}",
        "{\"value\":{\"message\":\"call 777777\"}}",
        "{\"contacts\":[{\"phones\":[{\"phone\":\"+1 777777\"}],\"emails\":[{\"email\":\"777@x.org\"}]}]}",
        "{\"nfm_reply\":{\"response_json\":\"{\\\"phone\\\":\\\"777777\\\"}\"}}"
      })
  void shouldTakeOutEveryOtherWayToNameSomebody(String body) {
    // When
    String masked = new String(mask.apply(bytes(body)), StandardCharsets.UTF_8);

    // Then
    assertThat(masked).doesNotContain("US.777", "777777", "777@x.org").isNotEmpty();
  }

  @Test
  void shouldLeaveNothingOfWhatItCannotRead() {
    assertThat(mask.apply(bytes("call me: 15550001111"))).isEmpty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
