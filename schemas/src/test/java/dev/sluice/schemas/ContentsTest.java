package dev.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sluice.schemas.OutboundMessage.Body;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a message may hold, and what it must not.
class ContentsTest {

  private static final String MESSAGE =
      """
      {"tenant":"acme","messageId":"m-1","channel":"whatsapp","recipient":"15550100",
       "body":%s,"createdAt":"2026-11-21T10:00:00Z"}""";

  private static final String TEMPLATE =
      "{'type':'template','name':'offer','language':'de','parameters':[]%s}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type':'media','kind':'audio','mediaId':'1','caption':'canary'} | caption '…' must be absent: only images, videos and documents have one",
        "{'type':'media','kind':'sticker','mediaId':'1','caption':'canary'} | caption '…' must be absent: only images, videos and documents have one",
        "{'type':'media','kind':'image','mediaId':'1','filename':'canary.pdf'} | filename '…' must be absent: only a document has one",
        "{'type':'media','kind':'image','mediaId':' '} | mediaId '' must not be blank",
      })
  void shouldRefuseMediaThatNoChannelCarries(String body, String message) {
    assertRefused(body, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'header':{'type':'text','text':''} | text '' must not be blank",
        "'header':{'type':'media','kind':'audio','mediaId':'1'} | kind 'audio' must be image, video or document",
        "'header':{'type':'media','kind':'sticker','mediaId':'1'} | kind 'sticker' must be image, video or document",
        "'header':{'type':'media','kind':'video','mediaId':'1','filename':'canary'} | filename '…' must be absent: only a document has one",
        "'header':{'type':'media','kind':'video','mediaId':''} | mediaId '' must not be blank",
        "'header':{'type':'location','latitude':90.5,'longitude':0} | latitude '90.5' must be between -90 and 90",
        "'header':{'type':'location','latitude':0,'longitude':-181} | longitude '-181' must be between -180 and 180",
        "'buttons':[{'type':'url','index':10,'suffix':'a'}] | index '10' must be between 0 and 9",
        "'buttons':[{'type':'quick-reply','index':-1,'payload':'a'}] | index '-1' must be between 0 and 9",
        "'buttons':[{'type':'quick-reply','index':0,'payload':''}] | payload '' must not be blank",
        "'buttons':[{'type':'url','index':0,'suffix':' '}] | suffix '' must not be blank",
        "'buttons':[{'type':'copy-code','index':0,'coupon':' '}] | coupon '' must not be blank",
      })
  void shouldRefuseATemplateThatNoChannelCarries(String component, String message) {
    assertRefused(TEMPLATE.formatted("," + component), message);
  }

  /// A rule no JSON Schema can say.
  @Test
  void shouldRefuseTwoValuesForOneButton() {
    // Given
    List<TemplateButton> buttons =
        List.of(new TemplateButton.Url(1, "a"), new TemplateButton.QuickReply(1, "b"));

    // When
    ThrowingCallable making = () -> new Body.Template("offer", "de", List.of(), null, buttons);

    // Then
    assertThatThrownBy(making)
        .isInstanceOf(InvalidSetting.class)
        .hasMessage("buttons '1' must be the index of one button only");
  }

  @Test
  void shouldSendTemplatesOnlyOutsideTheWindow() {
    // Given
    List<Body> bodies =
        List.of(
            new Body.Text("hi"),
            new Body.Media(MediaKind.AUDIO, "1", null, null),
            new Body.Template("offer", "de", List.of()));

    // When
    List<Boolean> needed = bodies.stream().map(Body::needsOpenWindow).toList();

    // Then
    assertThat(needed).containsExactly(true, true, false);
  }

  @Test
  void shouldReadATemplateOfAnEarlierVersion() throws JsonProcessingException {
    // Given
    String document = message(TEMPLATE.formatted(""));

    // When
    OutboundMessage read = Json.mapper().readValue(document, OutboundMessage.class);

    // Then
    assertThat(read.body()).isEqualTo(new Body.Template("offer", "de", List.of()));
  }

  private static void assertRefused(String body, String expected) {
    // Given
    String document = message(body);

    // When
    ThrowingCallable reading = () -> Json.mapper().readValue(document, OutboundMessage.class);

    // Then
    assertThatThrownBy(reading)
        .rootCause()
        .isInstanceOf(InvalidSetting.class)
        .hasMessage(expected)
        .hasMessageNotContaining("canary");
    assertThat(
            SchemaFiles.complaints(
                OutboundMessage.class, document.getBytes(StandardCharsets.UTF_8)))
        .isNotEmpty();
  }

  private static String message(String body) {
    return MESSAGE.formatted(body.replace('\'', '"'));
  }
}
