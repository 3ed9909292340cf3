package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dispatcher.ProviderAnswer.Throttled;
import dev.sluice.schemas.Address;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.MediaKind;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.OutboundMessage.Body;
import dev.sluice.schemas.TemplateButton;
import dev.sluice.schemas.TemplateHeader;
import dev.sluice.schemas.TenantId;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TwilioContractTest {

  private static final TwilioContract TWILIO =
      new TwilioContract(URI.create("https://api.twilio.example/"), "AC1", "14155238886");

  @Test
  void shouldPostToTheAccountWithItsToken() {
    // Given
    String secret = "t0ken";

    // When
    HttpRequest request = TWILIO.head(secret).build();

    // Then
    assertThat(request.uri())
        .hasToString("https://api.twilio.example/2010-04-01/Accounts/AC1/Messages.json");
    assertThat(request.headers().firstValue("Authorization")).hasValue("Basic QUMxOnQwa2Vu");
    assertThat(request.headers().firstValue("Content-Type"))
        .hasValue("application/x-www-form-urlencoded");
  }

  @Test
  void shouldSendATextAsAForm() {
    // Given
    OutboundMessage message = message("4915550001", new Body.Text("Tom & Jerry = 2"));

    // When
    String form = TWILIO.body(message);

    // Then
    assertThat(form)
        .isEqualTo(
            "From=whatsapp%3A%2B14155238886&To=whatsapp%3A%2B4915550001"
                + "&Body=Tom+%26+Jerry+%3D+2");
  }

  @Test
  void shouldNumberTheParametersOfATemplate() {
    // Given
    Body template = new Body.Template("HX1", "en_US", List.of("Ann", "\"5\""));

    // When
    String form = TWILIO.body(message("+4915550001", template));

    // Then
    assertThat(form)
        .isEqualTo(
            "From=whatsapp%3A%2B14155238886&To=whatsapp%3A%2B4915550001&ContentSid=HX1"
                + "&ContentVariables=%7B%221%22%3A%22Ann%22%2C%222%22%3A%22%5C%225%5C%22%22%7D");
  }

  @Test
  void shouldSendNoVariablesWhereThereAreNone() {
    // Given
    OutboundMessage message = message("49", new Body.Template("HX1", "en_US", List.of()));

    // When
    String form = TWILIO.body(message);

    // Then
    assertThat(form).endsWith("&ContentSid=HX1");
  }

  @Test
  void shouldRefuseWhatItsFormCannotCarry() {
    // Given
    TemplateHeader header = new TemplateHeader.Text("May");
    List<TemplateButton> buttons = List.of(new TemplateButton.Url(0, "offers/4"));
    List<Body> bodies =
        List.of(
            new Body.Template("HX1", "de", List.of("Ann"), header, List.of()),
            new Body.Template("HX1", "de", List.of("Ann"), null, buttons),
            new Body.Media(MediaKind.IMAGE, "7", null, null));

    // When
    List<String> reasons =
        bodies.stream()
            .map(it -> TWILIO.refusal(message("49", it)).orElseThrow().reason())
            .toList();

    // Then
    assertThat(reasons.subList(0, 2))
        .containsOnly(
            "Twilio numbers the placeholders of header, body and buttons as one list:"
                + " give all of them as parameters");
    assertThat(reasons.getLast()).isEqualTo("Twilio takes media by its address, not by an id");
  }

  @Test
  void shouldTakeATextAndATemplateWithParameters() {
    // Given
    List<Body> bodies =
        List.of(new Body.Text("hi"), new Body.Template("HX1", "de", List.of("Ann", "May")));

    // When
    List<Boolean> taken =
        bodies.stream().map(it -> TWILIO.refusal(message("49", it)).isEmpty()).toList();

    // Then
    assertThat(taken).containsOnly(true);
  }

  @ParameterizedTest
  @CsvSource({"21611, PT1M", "30001, PT1M", "20429,"})
  void shouldGiveAFullQueueAMinute(int code, @Nullable Duration expected) {
    // Given
    HttpAnswer answer =
        new HttpAnswer(429, "{\"code\":%d,\"message\":\"full\"}".formatted(code), null);

    // When
    ProviderAnswer meaning = TWILIO.read(answer);

    // Then
    assertThat(meaning).isEqualTo(new Throttled(Integer.toString(code), "full", expected));
  }

  private static OutboundMessage message(String to, Body body) {
    return new OutboundMessage(
        new TenantId("acme"), "m-1", null, Channel.WHATSAPP, new Address(to), body, Instant.EPOCH);
  }
}
