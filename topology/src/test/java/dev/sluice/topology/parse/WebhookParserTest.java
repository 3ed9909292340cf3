package dev.sluice.topology.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.Address;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Content;
import dev.sluice.schemas.DeadLetterHeaders.Reason;
import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.ProviderStatus.State;
import dev.sluice.schemas.TenantId;
import dev.sluice.simulator.wire.MetaPayloads;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookParserTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final Instant RECEIVED = Instant.parse("2026-11-20T10:00:00.123456Z");

  @Test
  void shouldReadAWhatsAppText() {
    // Given
    byte[] body =
        MetaPayloads.whatsApp("2001")
            .named("Ann")
            .text("wamid.1", "12025550101", "caf\u00e9 / 24\u20ac")
            .bytes();

    // When
    InboundMessage message = message(parse(body).getFirst());

    // Then
    assertThat(message.channel()).isEqualTo(Channel.WHATSAPP);
    assertThat(message.messageId()).isEqualTo("wamid.1");
    assertThat(message.account()).isEqualTo("2001");
    assertThat(message.customer().value()).isEqualTo("12025550101");
    assertThat(message.customerName()).isEqualTo("Ann");
    assertThat(message.sentAt()).isEqualTo(MetaPayloads.START);
    assertThat(message.receivedAt()).isEqualTo(RECEIVED);
    assertThat(message.content()).isEqualTo(new Content.Text("caf\u00e9 / 24\u20ac"));
  }

  @Test
  void shouldReadMediaWithItsCaption() {
    // Given
    byte[] body =
        MetaPayloads.whatsApp("2001")
            .image("wamid.1", "12025550101", "media-1", "the receipt")
            .bytes();

    // When
    InboundMessage message = message(parse(body).getFirst());

    // Then
    Content.Media media = (Content.Media) message.content();
    assertThat(media.kind()).isEqualTo("image");
    assertThat(media.reference()).isEqualTo("media-1");
    assertThat(media.caption()).isEqualTo("the receipt");
  }

  @Test
  void shouldReadEveryMessageOfABatchInOrder() {
    // Given
    byte[] body =
        MetaPayloads.whatsApp("2001")
            .text("wamid.1", "12025550101", "one")
            .text("wamid.2", "12025550102", "two")
            .entry("777", "2002")
            .text("wamid.3", "12025550103", "three")
            .bytes();

    // When
    List<Parsed> elements = parse(body);

    // Then
    assertThat(elements)
        .extracting(element -> message(element).messageId())
        .containsExactly("wamid.1", "wamid.2", "wamid.3");
    assertThat(message(elements.get(2)).account()).isEqualTo("2002");
  }

  @Test
  void shouldReadMessengerAndInstagramTexts() {
    // Given
    byte[] messenger = MetaPayloads.messenger("page-1").text("m_1", "psid-1", "hello").bytes();
    byte[] instagram = MetaPayloads.instagram("ig-1").text("igm_1", "igsid-1", "hi").bytes();

    // When
    InboundMessage first = message(parse(messenger).getFirst());
    InboundMessage second = message(parse(instagram).getFirst());

    // Then
    assertThat(first.channel()).isEqualTo(Channel.MESSENGER);
    assertThat(first.account()).isEqualTo("page-1");
    assertThat(first.content().words()).isEqualTo("hello");
    assertThat(second.channel()).isEqualTo(Channel.INSTAGRAM);
    assertThat(second.customer().value()).isEqualTo("igsid-1");
  }

  @Test
  void shouldReadAnAttachment() {
    // Given
    byte[] body =
        MetaPayloads.messenger("page-1")
            .attachment("m_1", "psid-1", "image", "https://example.invalid/a.jpg")
            .bytes();

    // When
    InboundMessage message = message(parse(body).getFirst());

    // Then
    assertThat(message.content())
        .isEqualTo(new Content.Media("image", "https://example.invalid/a.jpg", null, null));
  }

  @Test
  void shouldReadAFailedStatusWithItsErrors() {
    // Given
    byte[] body =
        whatsApp(
            """
            "statuses":[{"id":"wamid.out","status":"failed","timestamp":"1763632800",
              "recipient_id":"12025550101","biz_opaque_callback_data":"our-7",
              "errors":[{"code":131026,"title":"Message undeliverable"}]}]
            """);

    // When
    ProviderStatus status = status(parse(body).getFirst());

    // Then
    assertThat(status.state()).isEqualTo(State.FAILED);
    assertThat(status.correlation()).isEqualTo("our-7");
    assertThat(status.errors())
        .containsExactly(new ProviderStatus.ProviderError(131026, "Message undeliverable"));
    assertThat(status.at()).isEqualTo(Instant.ofEpochSecond(1763632800));
  }

  /// What a reply, a campaign and a version before them send along.
  @ParameterizedTest
  @CsvSource({"r:m-1, m-1,", "c:spring:m-1, m-1, spring", "m-1, m-1,", "'', ,"})
  void shouldReadOurIdAndCampaignFromWhatWeSentAlong(
      String sent, @Nullable String id, @Nullable String campaign) {
    // Given
    byte[] body =
        whatsApp(
            """
            "statuses":[{"id":"wamid.out","status":"sent","timestamp":"1763632800",
              "biz_opaque_callback_data":"%s"}]
            """
                .formatted(sent));

    // When
    ProviderStatus status = status(parse(body).getFirst());

    // Then
    assertThat(status.correlation()).isEqualTo(id);
    assertThat(status.campaign()).isEqualTo(campaign == null ? null : new CampaignId(campaign));
  }

  @Test
  void shouldReadMessengerReceipts() {
    // Given
    byte[] body =
        messenger(
            """
            {"sender":{"id":"psid-1"},"recipient":{"id":"page-1"},"delivery":{"mids":["m_1","m_2"],"watermark":1763632800123}},
            {"sender":{"id":"psid-1"},"recipient":{"id":"page-1"},"timestamp":1763632801000,"read":{"watermark":1763632801000}}
            """);

    // When
    List<Parsed> elements = parse(body);

    // Then
    assertThat(elements)
        .extracting(it -> status(it).state())
        .containsExactly(State.DELIVERED, State.DELIVERED, State.READ);
    assertThat(elements)
        .extracting(it -> status(it).providerMessageId())
        .containsExactly("m_1", "m_2", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"location", "contacts", "interactive", "order", "reaction", "brand_new_type"})
  void shouldKeepATypeItDoesNotReadAsUnsupported(String type) {
    // Given
    byte[] body =
        whatsApp(
            "\"messages\":[{\"from\":\"12025550101\",\"id\":\"wamid.1\",\"timestamp\":\"1\",\"type\":\"%s\"}]"
                .formatted(type));

    // When
    InboundMessage message = message(parse(body).getFirst());

    // Then
    assertThat(message.content()).isEqualTo(new Content.Unsupported(type));
  }

  @Test
  void shouldNameTheCustomerByUserIdWhenThereIsNoPhoneNumber() {
    // Given
    byte[] body =
        whatsApp(
            "\"messages\":[{\"from\":\"\",\"from_user_id\":\"US.77\",\"id\":\"wamid.1\",\"timestamp\":\"1\",\"type\":\"text\",\"text\":{\"body\":\"hi\"}}]");

    // When
    InboundMessage message = message(parse(body).getFirst());

    // Then
    assertThat(message.customer().value()).isEqualTo("US.77");
  }

  @Test
  void shouldRejectAMessageOfNobodyAndReadTheRest() {
    // Given
    byte[] body =
        whatsApp(
            "\"messages\":[{\"id\":\"wamid.1\",\"type\":\"text\"},{\"from\":\"12025550101\",\"id\":\"wamid.2\",\"type\":\"text\",\"text\":{\"body\":\"hi\"}}]");

    // When
    List<Parsed> elements = parse(body);

    // Then
    assertThat(elements.get(0))
        .isInstanceOfSatisfying(
            Parsed.Rejected.class, it -> assertThat(it.reason()).isEqualTo(Reason.INCOMPLETE));
    assertThat(message(elements.get(1)).messageId()).isEqualTo("wamid.2");
  }

  @Test
  void shouldTakeAnEchoForWhatWasSentToTheCustomer() {
    // Given
    byte[] body =
        messenger(
            "{\"sender\":{\"id\":\"page-1\"},\"recipient\":{\"id\":\"psid-1\"},\"timestamp\":1,\"message\":{\"mid\":\"m_1\",\"is_echo\":true,\"text\":\"our reply\"}}");

    // When
    List<Parsed> elements = parse(body);

    // Then
    assertThat(elements)
        .containsExactly(
            new Parsed.Status(
                new ProviderStatus(
                    ACME,
                    Channel.MESSENGER,
                    "m_1",
                    ProviderStatus.State.SENT,
                    new Address("psid-1"),
                    Instant.ofEpochSecond(1),
                    null,
                    List.of())));
  }

  @Test
  void shouldIgnoreAnEchoThatNamesNobody() {
    // Given
    byte[] body =
        messenger(
            "{\"sender\":{\"id\":\"page-1\"},\"timestamp\":1,\"message\":{\"mid\":\"m_1\",\"is_echo\":true}}");

    // When
    List<Parsed> elements = parse(body);

    // Then
    assertThat(elements).containsExactly(new Parsed.Ignored("messenger echo"));
  }

  @Test
  void shouldReadAPostbackUnderItsOwnId() {
    // Given
    byte[] body =
        messenger(
            "{\"sender\":{\"id\":\"psid-1\"},\"recipient\":{\"id\":\"page-1\"},\"timestamp\":1,\"postback\":{\"mid\":\"m_9\",\"payload\":\"START\"}}");

    // When
    InboundMessage message = message(parse(body).getFirst());

    // Then
    assertThat(message.content()).isEqualTo(new Content.Choice("postback", "", "START", null));
    assertThat(message.messageId()).isEqualTo("m_9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "42",
        "\"text\"",
        "null",
        "{}",
        "{\"object\":\"page\"}",
        "{\"object\":\"user\",\"entry\":[]}",
        "{\"object\":\"page\",\"entry\":[]} trailing"
      })
  void shouldRejectWhatIsNoWebhook(String body) {
    // When
    List<Parsed> elements = parse(body.getBytes(StandardCharsets.UTF_8));

    // Then
    assertThat(elements).singleElement().isInstanceOf(Parsed.Rejected.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "99999999999999999999", "-5", "", "9223372036854775807"})
  void shouldFallBackToTheTimeOfReceiptForATimeItCannotRead(String timestamp) {
    // Given
    byte[] body =
        whatsApp(
            "\"messages\":[{\"from\":\"1\",\"id\":\"wamid.1\",\"timestamp\":\"%s\",\"type\":\"text\"}]"
                .formatted(timestamp));

    // When
    InboundMessage message = message(parse(body).getFirst());

    // Then
    assertThat(message.sentAt()).isIn(RECEIVED, Instant.ofEpochSecond(-5));
  }

  @ParameterizedTest
  @CsvSource({
    "\\ud800x, \ufffdx",
    "x\\udc00, x\ufffd",
    "\\udc00\\ud800, \ufffd\ufffd",
    "\\ud83d\\udc4d, \ud83d\udc4d"
  })
  void shouldRepairHalfOfACharacterAndKeepAWholeOne(String spelled, String read) {
    // Given
    byte[] body =
        whatsApp(
            "\"messages\":[{\"from\":\"1\",\"id\":\"wamid.1\",\"type\":\"text\",\"text\":{\"body\":\"%s\"}}]"
                .formatted(spelled));

    // When
    InboundMessage message = message(parse(body).getFirst());

    // Then
    assertThat(message.content().words()).isEqualTo(read);
  }

  @Test
  void shouldSurviveDeepNesting() {
    // Given
    byte[] body =
        ("{\"object\":\"page\",\"entry\":" + "[".repeat(5000)).getBytes(StandardCharsets.UTF_8);

    // When
    List<Parsed> elements = parse(body);

    // Then
    assertThat(elements).singleElement().isInstanceOf(Parsed.Rejected.class);
  }

  private static List<Parsed> parse(byte[] body) {
    return WebhookParser.parse(ACME, body, RECEIVED);
  }

  private static InboundMessage message(Parsed element) {
    return ((Parsed.Message) element).message();
  }

  private static ProviderStatus status(Parsed element) {
    return ((Parsed.Status) element).status();
  }

  private static byte[] whatsApp(String fields) {
    return """
        {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{
          "metadata":{"phone_number_id":"2001"},%s}}]}]}
        """
        .formatted(fields)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] messenger(String events) {
    return """
        {"object":"page","entry":[{"id":"page-1","time":1,"messaging":[%s]}]}
        """
        .formatted(events)
        .getBytes(StandardCharsets.UTF_8);
  }
}
