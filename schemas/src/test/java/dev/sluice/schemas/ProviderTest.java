package dev.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a tenant may write about its provider beyond what every kind needs.
class ProviderTest {

  private static final String COMMON =
      """
      {"kind":"%s","url":"https://p.example","account":"1","token":"env:T"%s}""";

  private static final String REQUEST = "{\\\"to\\\":\\\"{{to}}\\\",\\\"q\\\":\\\"{{text}}\\\"}";

  @ParameterizedTest
  @ValueSource(strings = {"whatsapp-cloud", "360dialog"})
  void shouldNeedNothingMoreWhereTheContractIsTheCloudApis(String kind)
      throws JsonProcessingException {
    // Given
    String document = COMMON.formatted(kind, "");

    // When
    Tenant.Provider provider = Json.mapper().readValue(document, Tenant.Provider.class);

    // Then
    assertThat(provider.sender()).isNull();
    assertThat(provider.http()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"twilio, sender is missing", "http, http is missing"})
  void shouldNameWhatAKindNeeds(String kind, String message) {
    // Given
    String document = COMMON.formatted(kind, "");

    // When
    ThrowingCallable reading = () -> Json.mapper().readValue(document, Tenant.Provider.class);

    // Then
    assertThatThrownBy(reading).rootCause().hasMessage(message);
  }

  @Test
  void shouldFillInWhatAContractUsuallyIs() throws JsonProcessingException {
    // Given
    String document =
        COMMON
            .formatted("http", ",\"http\":{\"request\":\"%s\",\"idAt\":\"/id\"}")
            .formatted(REQUEST);

    // When
    Tenant.Provider provider = Json.mapper().readValue(document, Tenant.Provider.class);

    // Then
    assertThat(provider.http())
        .isEqualTo(ProviderTemplate.of("", "{\"to\":\"{{to}}\",\"q\":\"{{text}}\"}", "/id"))
        .satisfies(it -> assertThat(it.secretHeader()).isEqualTo("Authorization"));
  }

  @Test
  void shouldAgreeWithTheDefaultsInTheSchema() {
    // Given
    SchemaFiles.Piece properties =
        SchemaFiles.of(Tenant.class).at("$defs", "ProviderTemplate", "properties");

    // When
    ProviderTemplate template =
        ProviderTemplate.of(
            properties.at("path", "default").node().asText("?"),
            "{\"to\":\"{{to}}\",\"q\":\"{{text}}\"}",
            "/id");

    // Then
    assertThat(template.path()).isEmpty();
    assertThat(properties.at("secretHeader", "default").node().asText())
        .isEqualTo(ProviderTemplate.SECRET_HEADER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'q':'{{text}}'} | request '…' must contain {{to}}",
        "{'to':'{{to}}'} | request '…' must contain {{text}}",
        "{'{{to}}':'{{text}}'} | request '…' must have {{to}} inside a string, not a name",
        "{'to':{{to}},'q':'{{text}}'} | request '…' must be JSON with {{to}} inside a string; unreadable at line 1, column 8",
        "{'to':'{{to}}','q':'{{txt}} {{text}}'} | request '{{txt}}' is no place; known are {{caption}}, {{components}}, {{filename}}, {{language}}, {{mediaId}}, {{mediaKind}}, {{messageId}}, {{parameters}}, {{template}}, {{text}}, {{to}}",
        "{'to':'{{to}}','q':'{{template}}','p':'a {{parameters}}'} | request '{{parameters}}' must be the whole of its string",
        "{'to':'{{to}}','q':'{{template}}','p':'{{components}} b'} | request '{{components}}' must be the whole of its string",
      })
  void shouldRefuseARequestThatCannotBeFilled(String request, String message) {
    // Given
    String template = request.replace('\'', '"');

    // When
    ThrowingCallable making = () -> ProviderTemplate.of("", template, "/id");

    // Then
    assertThatThrownBy(making).isInstanceOf(InvalidSetting.class).hasMessage(message);
  }

  @Test
  void shouldRefuseAStatusThatMeansTwoThings() {
    // Given
    List<Integer> one = List.of(420);

    // When
    ThrowingCallable making =
        () ->
            new ProviderTemplate(
                "",
                "Authorization",
                null,
                "{\"to\":\"{{to}}\",\"q\":\"{{text}}\"}",
                "/id",
                one,
                List.of(),
                one,
                List.of());

    // Then
    assertThatThrownBy(making).hasMessage("retryable '420' must be named only once");
  }
}
