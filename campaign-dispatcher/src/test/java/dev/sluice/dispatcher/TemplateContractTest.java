package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dispatcher.ProviderAnswer.Accepted;
import dev.sluice.dispatcher.ProviderAnswer.Refused;
import dev.sluice.schemas.Address;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.MediaKind;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.OutboundMessage.Body;
import dev.sluice.schemas.ProviderTemplate;
import dev.sluice.schemas.TemplateButton;
import dev.sluice.schemas.TemplateHeader;
import dev.sluice.schemas.TenantId;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class TemplateContractTest {

  private static final Body TEXT = new Body.Text("a \"quoted\" {{messageId}}");
  private static final Body TEMPLATE = new Body.Template("offer", "en_US", List.of("Ann", "5"));
  private static final Body WHOLE =
      new Body.Template(
          "offer",
          "en_US",
          List.of("Ann"),
          new TemplateHeader.Text("May"),
          List.of(new TemplateButton.Url(0, "a")));
  private static final Body PICTURE = new Body.Media(MediaKind.IMAGE, "7", "Here", null);
  private static final Body PAPER = new Body.Media(MediaKind.DOCUMENT, "8", null, "a.pdf");
  private static final Body BARE = new Body.Template("hello", "de", List.of());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'to':'{{to}}','q':'{{text}}'} | {'to':'49','q':'a \\'quoted\\' {{messageId}}'}",
        "{'to':'tel:+{{to}}','q':'<{{text}}>'} | {'to':'tel:+49','q':'<a \\'quoted\\' {{messageId}}>'}",
        "{'to':['{{to}}'],'q':'{{text}}','id':'x-{{messageId}}','n':1,'f':false,'e':{}} | {'to':['49'],'q':'a \\'quoted\\' {{messageId}}','id':'x-m-1','n':1,'f':false,'e':{}}",
        "{'to':'{{to}}','q':'{{text}}','t':{'name':'{{template}}','p':['{{language}}']}} | {'to':'49','q':'a \\'quoted\\' {{messageId}}'}",
      })
  void shouldPutATextIntoItsPlaces(String request, String expected) {
    // Given
    TemplateContract contract = contract(request);

    // When
    String body = contract.body(message(TEXT));

    // Then
    assertThat(body).isEqualTo(expected.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'to':'{{to}}','t':'{{template}}/{{language}}','p':'{{parameters}}'} | {'to':'49','t':'offer/en_US','p':['Ann','5']}",
        "{'to':'{{to}}','q':'{{text}}','t':'{{template}}'} | {'to':'49','t':'offer'}",
        "{'to':'{{to}}','q':{'body':'say {{text}}'},'t':'{{template}}'} | {'to':'49','t':'offer'}",
      })
  void shouldPutATemplateIntoItsPlaces(String request, String expected) {
    // Given
    TemplateContract contract = contract(request);

    // When
    String body = contract.body(message(TEMPLATE));

    // Then
    assertThat(body).isEqualTo(expected.replace('\'', '"'));
  }

  @Test
  void shouldSendAnEmptyArrayForATemplateWithoutParameters() {
    // Given
    TemplateContract contract = contract("{'to':'{{to}}','t':'{{template}}','p':'{{parameters}}'}");

    // When
    String body = contract.body(message(BARE));

    // Then
    assertThat(body).isEqualTo("{\"to\":\"49\",\"t\":\"hello\",\"p\":[]}");
  }

  @Test
  void shouldPutMediaIntoItsPlaces() {
    // Given
    TemplateContract contract =
        contract(
            "{'to':'{{to}}','q':'{{text}}','m':{'id':'{{mediaId}}','kind':'{{mediaKind}}',"
                + "'words':'{{caption}}','file':'{{filename}}'}}");

    // When
    List<String> bodies = List.of(contract.body(message(PICTURE)), contract.body(message(PAPER)));

    // Then
    assertThat(bodies)
        .containsExactly(
            "{\"to\":\"49\",\"m\":{\"id\":\"7\",\"kind\":\"image\",\"words\":\"Here\"}}",
            "{\"to\":\"49\",\"m\":{\"id\":\"8\",\"kind\":\"document\",\"file\":\"a.pdf\"}}");
  }

  @Test
  void shouldPutComponentsInTheirPlaceAsTheCloudApiHasThem() {
    // Given
    TemplateContract contract =
        contract("{'to':'{{to}}','t':'{{template}}','components':'{{components}}'}");

    // When
    String body = contract.body(message(WHOLE));

    // Then
    assertThat(body.replace('"', '\''))
        .isEqualTo(
            "{'to':'49','t':'offer','components':["
                + "{'type':'header','parameters':[{'type':'text','text':'May'}]},"
                + "{'type':'body','parameters':[{'type':'text','text':'Ann'}]},"
                + "{'type':'button','sub_type':'url','index':'0','parameters':[{'type':'text','text':'a'}]}]}");
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void shouldRefuseWhatTheRequestHasNoPlaceFor(String request, Body body, String missing) {
    // Given
    TemplateContract contract = contract(request);

    // When
    Optional<Refused> refusal = contract.refusal(message(body));

    // Then
    assertThat(refusal)
        .hasValue(new Refused("content", "the provider's request has no " + missing));
  }

  static Stream<Arguments> misfits() {
    String texts = "{'to':'{{to}}','q':'{{text}}'}";
    String names = "{'to':'{{to}}','q':'{{template}}'}";
    String values = "{'to':'{{to}}','q':'{{template}}','p':'{{parameters}}'}";
    String inAName = "{'to':'{{to}}','q':'{{text}}','{{mediaId}}':1}";
    String media = "{'to':'{{to}}','q':'{{text}}','m':'{{mediaId}}'}";
    return Stream.of(
        Arguments.of(texts, BARE, "{{template}}"),
        Arguments.of(names, TEXT, "{{text}}"),
        Arguments.of(names, TEMPLATE, "{{parameters}} or {{components}}"),
        Arguments.of(values, WHOLE, "{{components}}"),
        Arguments.of(texts, PICTURE, "{{mediaId}}"),
        Arguments.of(inAName, PAPER, "{{mediaId}}"),
        Arguments.of(media, PICTURE, "{{caption}}"),
        Arguments.of(media, PAPER, "{{filename}}"));
  }

  @Test
  void shouldTakeWhatTheRequestHasPlacesFor() {
    // Given
    TemplateContract contract =
        contract(
            "{'to':'{{to}}','q':'{{text}}','m':['{{mediaId}}','{{caption}}','{{filename}}'],"
                + "'t':'{{template}}','c':'{{components}}'}");
    TemplateContract bare = contract("{'to':'{{to}}','q':'{{template}}'}");

    // When
    List<Boolean> taken =
        Stream.of(TEXT, TEMPLATE, BARE, WHOLE, PICTURE, PAPER)
            .map(it -> contract.refusal(message(it)).isEmpty())
            .toList();

    // Then
    assertThat(taken).containsOnly(true);
    assertThat(bare.refusal(message(BARE))).isEmpty();
  }

  @Test
  void shouldPutTheSecretWhereTheProviderLooksForIt() {
    // Given
    ProviderTemplate template =
        new ProviderTemplate(
            "/v1/send",
            "Authorization",
            "App",
            "{\"to\":\"{{to}}\",\"q\":\"{{text}}\"}",
            "/id",
            List.of(),
            List.of(),
            List.of(),
            List.of());

    // When
    HttpRequest request =
        new TemplateContract(URI.create("https://p.example/api"), template).head("s3cret").build();

    // Then
    assertThat(request.uri()).hasToString("https://p.example/api/v1/send");
    assertThat(request.headers().firstValue("Authorization")).hasValue("App s3cret");
  }

  @Test
  void shouldFindANumberWhereThePointerPoints() {
    // Given
    ProviderTemplate template =
        ProviderTemplate.of("", "{\"to\":\"{{to}}\",\"q\":\"{{text}}\"}", "/messages/0/id");
    HttpAnswer answer = new HttpAnswer(200, "{\"messages\":[{\"id\":42}]}", null);

    // When
    ProviderAnswer meaning =
        new TemplateContract(URI.create("https://p.example"), template).read(answer);

    // Then
    assertThat(meaning).isEqualTo(new Accepted("42"));
  }

  private static TemplateContract contract(String request) {
    return new TemplateContract(
        URI.create("https://p.example"),
        ProviderTemplate.of("", request.replace('\'', '"'), "/id"));
  }

  private static OutboundMessage message(Body body) {
    return new OutboundMessage(
        new TenantId("acme"),
        "m-1",
        null,
        Channel.WHATSAPP,
        new Address("49"),
        body,
        Instant.EPOCH);
  }
}
