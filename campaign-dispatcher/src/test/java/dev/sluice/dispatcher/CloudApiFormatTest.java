package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.dispatcher.ProviderAnswer.Accepted;
import dev.sluice.dispatcher.ProviderAnswer.InDoubt;
import dev.sluice.dispatcher.ProviderAnswer.NotSent;
import dev.sluice.dispatcher.ProviderAnswer.Refused;
import dev.sluice.dispatcher.ProviderAnswer.Throttled;
import dev.sluice.schemas.Address;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Json;
import dev.sluice.schemas.MediaKind;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.OutboundMessage.Body;
import dev.sluice.schemas.TemplateButton;
import dev.sluice.schemas.TemplateHeader;
import dev.sluice.schemas.TenantId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class CloudApiFormatTest {

  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  /// The same code comes with several statuses, so each is tried with three.
  @ParameterizedTest
  @CsvSource({
    "130429, Throttled",
    "80007, Throttled",
    "4, Throttled",
    "131057, Throttled",
    "131056, RecipientBusy",
    "1, Transient",
    "2, Transient",
    "131000, Transient",
    "131016, Transient",
    "131048, CampaignStopped",
    "132015, CampaignStopped",
    "132016, CampaignStopped",
    "0, TenantStopped",
    "10, TenantStopped",
    "190, TenantStopped",
    "200, TenantStopped",
    "299, TenantStopped",
    "131005, TenantStopped",
    "131042, TenantStopped",
    "131031, TenantStopped",
    "368, TenantStopped",
    "33, TenantStopped",
    "133010, TenantStopped",
    "131049, Refused",
    "131050, Refused",
    "131026, Refused",
    "131047, Refused",
    "130472, Refused",
    "130497, Refused",
    "132000, Refused",
    "132001, Refused",
    "132005, Refused",
    "132007, Refused",
    "132012, Refused",
    "132068, Refused",
    "132069, Refused",
    "100, Refused",
    "131008, Refused",
    "131009, Refused",
    "131021, Refused",
    "131051, Refused",
    "131053, Refused",
  })
  void shouldGoByTheCodeWhateverTheStatus(int code, String expected) {
    // Given
    String body = "{\"error\":{\"message\":\"(#%d) no\",\"code\":%d}}".formatted(code, code);

    // When
    List<String> kinds =
        List.of(400, 429, 500).stream()
            .map(status -> answer(status, body, null).getClass().getSimpleName())
            .distinct()
            .toList();

    // Then
    assertThat(kinds).containsExactly(expected);
  }

  /// As errors of a status, which has no HTTP status to go by.
  @ParameterizedTest
  @CsvSource({
    "130429, Throttled",
    "80007, Throttled",
    "131057, Throttled",
    "131056, RecipientBusy",
    "131000, Transient",
    "131016, Transient",
    "131048, CampaignStopped",
    "132015, CampaignStopped",
    "132016, CampaignStopped",
    "190, TenantStopped",
    "299, TenantStopped",
    "131031, TenantStopped",
    "131042, TenantStopped",
    "368, TenantStopped",
    "131026, Refused",
    "131047, Refused",
    "131049, Refused",
    "131053, Refused",
    "132012, Refused",
    "300, Refused",
    "999999, Refused",
  })
  void shouldSayWhatAnErrorOfAStatusMeans(int code, String expected) {
    // When
    ProviderAnswer answer = CloudApiCatalogue.ofStatus(code, "why");

    // Then
    assertThat(answer.getClass().getSimpleName()).isEqualTo(expected);
    assertThat(answer)
        .isInstanceOfSatisfying(
            NotSent.class,
            it -> {
              assertThat(it.code()).isEqualTo(Integer.toString(code));
              assertThat(it.reason()).isEqualTo("why");
            });
  }

  @Test
  void shouldWaitAsLongAfterAStatusAsAfterAnAnswerThatDoesNotAsk() {
    // When
    List<ProviderAnswer> answers =
        List.of(CloudApiCatalogue.ofStatus(4, "rate"), CloudApiCatalogue.ofStatus(130429, "rate"));

    // Then
    assertThat(answers)
        .containsExactly(
            new Throttled("4", "rate", Duration.ofMinutes(1)),
            new Throttled("130429", "rate", null));
  }

  @ParameterizedTest
  @CsvSource({
    "429, Throttled",
    "401, TenantStopped",
    "403, TenantStopped",
    "408, Transient",
    "500, Transient",
    "502, Transient",
    "503, Transient",
    "504, InDoubt",
    "400, Refused",
    "404, Refused",
    "302, Refused",
  })
  void shouldGoByTheStatusWhenThereIsNoCodeItKnows(int status, String expected) {
    // Given
    List<String> bodies =
        List.of("", "<html>", "null", "{\"error\":{\"code\":999999,\"message\":\"new\"}}");

    // When
    List<String> kinds =
        bodies.stream()
            .map(body -> answer(status, body, null).getClass().getSimpleName())
            .distinct()
            .toList();

    // Then
    assertThat(kinds).containsExactly(expected);
  }

  @Test
  void shouldTakeTheMessageIdOfAnAcceptingAnswer() {
    // Given
    String body =
        """
        {"messaging_product":"whatsapp","contacts":[{"input":"49","wa_id":"49"}],
         "messages":[{"id":"wamid.HBg","message_status":"accepted"}]}""";

    // When
    ProviderAnswer answer = answer(200, body, null);

    // Then
    assertThat(answer).isEqualTo(new Accepted("wamid.HBg"));
  }

  @Test
  void shouldDoubtASuccessWithoutAMessageId() {
    // When
    ProviderAnswer answer = answer(200, "{\"messages\":[]}", null);

    // Then
    assertThat(answer).isInstanceOf(InDoubt.class);
  }

  @Test
  void shouldReportTheDetailsAndCutThemShort() {
    // Given
    String details = "x".repeat(400);
    String body =
        "{\"error\":{\"message\":\"m\",\"code\":131026,\"error_data\":{\"details\":\"%s\"}}}"
            .formatted(details);

    // When
    ProviderAnswer answer = answer(400, body, null);

    // Then
    assertThat(answer).isEqualTo(new Refused("131026", "x".repeat(300)));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      delimiter = '|',
      value = {
        "7 | PT7S",
        "Fri, 20 Nov 2026 10:01:30 GMT | PT1M30S",
        "Fri, 20 Nov 2026 09:00:00 GMT | PT0S",
        "999999999999999 | PT24H",
        "soon | none",
        "-3 | none",
        "99999999999999999999999 | none",
      })
  void shouldReadRetryAfter(String header, @Nullable Duration expected) {
    // When
    ProviderAnswer answer = answer(429, "", header);

    // Then
    assertThat(answer).isEqualTo(new Throttled("http-429", "HTTP status 429", expected));
  }

  @Test
  void shouldWaitAMinuteForAnAccountRateUnlessToldOtherwise() {
    // Given
    String body = "{\"error\":{\"message\":\"rate\",\"code\":80007}}";

    // When
    List<ProviderAnswer> answers = List.of(answer(400, body, null), answer(400, body, "120"));

    // Then
    assertThat(answers)
        .containsExactly(
            new Throttled("80007", "rate", Duration.ofMinutes(1)),
            new Throttled("80007", "rate", Duration.ofMinutes(2)));
  }

  @Test
  void shouldAskForATextWithOurIdToBeEchoed() throws IOException {
    // Given
    OutboundMessage message = message(new Body.Text("Hallo \"Welt\""));

    // When
    JsonNode json = Json.mapper().readTree(CloudApiFormat.request(message));

    // Then
    assertThat(json)
        .isEqualTo(
            Json.mapper()
                .readTree(
                    """
                    {"messaging_product":"whatsapp","recipient_type":"individual",
                     "to":"4915550001","biz_opaque_callback_data":"r:m-1",
                     "type":"text","text":{"preview_url":false,"body":"Hallo \\"Welt\\""}}"""));
  }

  @Test
  void shouldAskForATemplateWithItsParametersInOrder() throws IOException {
    // Given
    OutboundMessage message = message(new Body.Template("offer", "en_US", List.of("Ann", "20 %")));

    // When
    JsonNode json = Json.mapper().readTree(CloudApiFormat.request(message));

    // Then
    assertThat(json.path("template"))
        .isEqualTo(
            Json.mapper()
                .readTree(
                    """
                    {"name":"offer","language":{"code":"en_US"},"components":[{"type":"body",
                     "parameters":[{"type":"text","text":"Ann"},{"type":"text","text":"20 %"}]}]}"""));
  }

  @Test
  void shouldLeaveOutTheComponentsOfATemplateWithoutParameters() throws IOException {
    // Given
    OutboundMessage message = message(new Body.Template("hello_world", "en_US", List.of()));

    // When
    JsonNode json = Json.mapper().readTree(CloudApiFormat.request(message));

    // Then
    assertThat(json.path("template").has("components")).isFalse();
  }

  @ParameterizedTest
  @MethodSource("contents")
  void shouldAskForContentsInMetasForm(Body body, String expected) throws IOException {
    // Given
    OutboundMessage message = message(body);

    // When
    ObjectNode json = (ObjectNode) Json.mapper().readTree(CloudApiFormat.request(message));

    // Then
    json.remove(List.of("messaging_product", "recipient_type", "to", "biz_opaque_callback_data"));
    assertThat(json).isEqualTo(Json.mapper().readTree(expected.replace('\'', '"')));
  }

  static Stream<Arguments> contents() {
    return Stream.of(
        Arguments.of(
            new Body.Media(MediaKind.IMAGE, "7", "Here", null),
            "{'type':'image','image':{'id':'7','caption':'Here'}}"),
        Arguments.of(
            new Body.Media(MediaKind.DOCUMENT, "7", null, "a.pdf"),
            "{'type':'document','document':{'id':'7','filename':'a.pdf'}}"),
        Arguments.of(
            new Body.Media(MediaKind.STICKER, "7", null, null),
            "{'type':'sticker','sticker':{'id':'7'}}"),
        template(
            new TemplateHeader.Text("May"),
            List.of(),
            List.of(),
            "{'type':'header','parameters':[{'type':'text','text':'May'}]}"),
        template(
            new TemplateHeader.Media(MediaKind.VIDEO, "7", null),
            List.of(),
            List.of(),
            "{'type':'header','parameters':[{'type':'video','video':{'id':'7'}}]}"),
        template(
            new TemplateHeader.Media(MediaKind.DOCUMENT, "7", "a.pdf"),
            List.of(),
            List.of(),
            "{'type':'header','parameters':[{'type':'document','document':{'id':'7','filename':'a.pdf'}}]}"),
        template(
            new TemplateHeader.Location(37.44216, -0.00012, "Shop", null),
            List.of(),
            List.of(),
            "{'type':'header','parameters':[{'type':'location','location':{'latitude':'37.44216','longitude':'-0.00012','name':'Shop'}}]}"),
        template(
            new TemplateHeader.Text("May"),
            List.of("Ann"),
            List.of(
                new TemplateButton.CopyCode(2, "TEN"),
                new TemplateButton.QuickReply(0, "stop"),
                new TemplateButton.Url(1, "offers/4")),
            "{'type':'header','parameters':[{'type':'text','text':'May'}]},"
                + "{'type':'body','parameters':[{'type':'text','text':'Ann'}]},"
                + "{'type':'button','sub_type':'quick_reply','index':'0','parameters':[{'type':'payload','payload':'stop'}]},"
                + "{'type':'button','sub_type':'url','index':'1','parameters':[{'type':'text','text':'offers/4'}]},"
                + "{'type':'button','sub_type':'copy_code','index':'2','parameters':[{'type':'coupon_code','coupon_code':'TEN'}]}"));
  }

  private static Arguments template(
      TemplateHeader header,
      List<String> parameters,
      List<TemplateButton> buttons,
      String components) {
    return Arguments.of(
        new Body.Template("offer", "de", parameters, header, buttons),
        "{'type':'template','template':{'name':'offer','language':{'code':'de'},'components':[%s]}}"
            .formatted(components));
  }

  @Test
  void shouldSendTheCampaignAlong() throws IOException {
    // Given
    OutboundMessage message = Messages.bulk(new TenantId("acme"), "m-1");

    // When
    JsonNode json = Json.mapper().readTree(CloudApiFormat.request(message));

    // Then
    assertThat(json.path("biz_opaque_callback_data").asText()).isEqualTo("c:spring:m-1");
  }

  private static ProviderAnswer answer(int status, String body, @Nullable String retryAfter) {
    return CloudApiFormat.read(new HttpAnswer(status, body, RetryAfter.read(retryAfter, NOW)));
  }

  private static OutboundMessage message(Body body) {
    return new OutboundMessage(
        new TenantId("acme"), "m-1", null, Channel.WHATSAPP, new Address("4915550001"), body, NOW);
  }
}
