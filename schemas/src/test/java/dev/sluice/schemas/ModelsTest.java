package dev.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a tenant may say of the models that read its messages and of its categories.
class ModelsTest {

  @Test
  void shouldReadWithTheEmbeddedModelsWhenNothingIsSaid() throws JsonProcessingException {
    // Given
    String document = "{}";
    // When
    Models models = Json.mapper().readValue(document, Models.class);
    // Then
    assertThat(models).isEqualTo(Models.DEFAULT);
    assertThat(models.taxonomy()).isEqualTo(Models.Taxonomy.GENERAL);
    assertThat(models.sentiment()).isNull();
  }

  @Test
  void shouldFillInARemoteModelsDefaults() throws JsonProcessingException {
    // Given
    String document = "{\"url\":\"http://model:8000/enrich\"}";
    // When
    RemoteModel model = Json.mapper().readValue(document, RemoteModel.class);
    // Then
    assertThat(model)
        .isEqualTo(
            new RemoteModel(
                RemoteModel.Format.NATIVE,
                URI.create("http://model:8000/enrich"),
                null,
                null,
                Map.of(),
                null,
                null,
                null,
                Duration.ofMillis(2500),
                64));
  }

  @Test
  void shouldReadEverySetting() throws JsonProcessingException {
    // Given
    String document =
        """
        {"format":"template","url":"https://m.example/x?v=1","token":"env:T","model":"m",
         "labels":{"LABEL_0":"negative"},"request":"{\\"q\\":\\"{{text}}\\"}","labelAt":"/l",
         "scoreAt":"/s","timeout":"PT1S","maxInFlight":3}""";
    // When
    RemoteModel model = Json.mapper().readValue(document, RemoteModel.class);
    // Then
    assertThat(model)
        .isEqualTo(
            new RemoteModel(
                RemoteModel.Format.TEMPLATE,
                URI.create("https://m.example/x?v=1"),
                new SecretRef("env:T"),
                "m",
                Map.of("LABEL_0", "negative"),
                "{\"q\":\"{{text}}\"}",
                "/l",
                "/s",
                Duration.ofSeconds(1),
                3));
  }

  @Test
  void shouldAgreeWithTheDefaultsInTheSchema() {
    // Given
    SchemaFiles.Piece defs = SchemaFiles.of(Tenant.class).at("$defs");
    // When
    SchemaFiles.Piece remote = defs.at("RemoteModel", "properties");
    // Then
    assertThat(remote.at("timeout", "default").node().asText())
        .isEqualTo(RemoteModel.TIMEOUT.toString());
    assertThat(remote.at("maxInFlight", "default").node().asInt())
        .isEqualTo(RemoteModel.MAX_IN_FLIGHT);
    assertThat(remote.at("format", "default").node().asText()).isEqualTo("native");
    assertThat(defs.at("Models", "properties", "taxonomy", "default").node().asText())
        .isEqualTo("general");
    assertThat(defs.at("CategoryTopic", "properties", "examples", "maxItems").node().asInt())
        .isEqualTo(CategoryTopic.EXAMPLES_MAX);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'url':'ftp://m' | url 'ftp://m' must begin with http:// or https:// and name a host",
        "'url':'m' | url 'm' must begin with http:// or https:// and name a host",
        "'url':'https:m/x' | url 'https:m/x' must begin with http:// or https:// and name a host",
        "'url':'ftp://m?key=hunter2' | url '…' must begin with http:// or https:// and name a host",
        "'url':'https://u:hunter2@m' | url '…' must hold no user and no password",
        "'token':'hunter2' | secret '…' must be a reference: env:NAME or file:PATH",
        "'timeout':'PT0.049S' | timeout 'PT0.049S' must be between PT0.05S and PT4S",
        "'timeout':'PT4.1S' | timeout 'PT4.1S' must be between PT0.05S and PT4S",
        "'maxInFlight':0 | maxInFlight '0' must be between 1 and 1000",
        "'maxInFlight':1001 | maxInFlight '1001' must be between 1 and 1000",
        "'format':'oip' | model is missing",
        "'format':'openai' | model is missing",
        "'format':'template' | request is missing",
        "'format':'template','request':'{}','labelAt':'/l' | request '…' must contain {{text}}",
        "'format':'template','request':'{\\'q\\': {{text}}}','labelAt':'/l' | request '…' must be JSON"
            + " with {{text}} inside a string; unreadable at line 1, column 8",
        "'format':'template','request':'{\\'q\\':\\'{{text}}\\'','labelAt':'/l' | request '…' must be JSON"
            + " with {{text}} inside a string; unreadable at line 1, column 16",
        "'format':'template','request':'{\\'q\\':\\'{{text}}\\'}}','labelAt':'/l' | request '…' must be"
            + " JSON with {{text}} inside a string; unreadable at line 1, column 17",
        "'format':'template','request':'{\\'{{text}}\\':\\'hunter2\\'}','labelAt':'/l' | request '…' must"
            + " have {{text}} inside a string, not a name",
        "'format':'template','request':'[\\'{{text}}\\']' | labelAt is missing",
        "'format':'template','request':'[\\'{{text}}\\']','labelAt':'l'"
            + " | labelAt 'l' must be a JSON pointer such as /sentiment",
        "'format':'template','request':'[\\'{{text}}\\']','labelAt':'/l','scoreAt':'s'"
            + " | scoreAt 's' must be a JSON pointer such as /sentiment",
      })
  void shouldNameKeyValueAndConstraint(String setting, String message) {
    // Given
    String url = setting.contains("'url'") ? "" : "'url':'http://m.example',";
    String document = "{%s%s}".formatted(url, setting).replace('\'', '"');
    // When / Then
    assertThatThrownBy(() -> Json.mapper().readValue(document, RemoteModel.class))
        .rootCause()
        .isInstanceOf(InvalidSetting.class)
        .hasMessage(message)
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void shouldNeedAnAddress() {
    // Given
    String document = "{\"format\":\"hf\"}";
    // When / Then
    assertThatThrownBy(() -> Json.mapper().readValue(document, RemoteModel.class))
        .rootCause()
        .hasMessage("url is missing");
  }

  @Test
  void shouldRefuseASentimentModelWhoseLabelsLeadToNoSentiment() {
    // Given
    RemoteModel model = model(Map.of("LABEL_0", "angry"));
    // When / Then
    assertThatThrownBy(() -> new Models(Models.Taxonomy.BANK, model, null))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage("sentiment.labels 'angry' must be one of negative, neutral, positive, unknown");
    assertThat(new Models(Models.Taxonomy.BANK, null, model).category()).isEqualTo(model);
  }

  @Test
  void shouldRefuseExamplesThatTeachNothing() {
    // When / Then
    assertThatThrownBy(() -> new CategoryTopic("t", List.of()))
        .hasMessage("examples '[]' must hold at least one line");
    assertThatThrownBy(() -> new CategoryTopic("t", List.of("a", " ")))
        .hasMessage("examples[1] ' ' must not be blank");
    assertThatThrownBy(() -> new CategoryTopic(" ", List.of("a")))
        .hasMessage("name ' ' must not be blank");
    assertThatThrownBy(() -> new CategoryTopic("t", Collections.nCopies(201, "a")))
        .hasMessage("examples '201 lines' must not be more than 200");
    assertThatThrownBy(() -> new CategoryTopic("t", List.of("a".repeat(5001))))
        .hasMessage("examples[0] '5001 characters' must not be more than 5000");
  }

  @Test
  void shouldRefuseNamesGivenTwice() {
    // Given
    CategoryTopic topic = new CategoryTopic("lost", List.of("my card is gone"));
    CategoryRule cards = new CategoryRule("cards", 1, List.of("card"));
    // When / Then
    assertThatThrownBy(() -> new CategoryRule("c", 1, List.of(), List.of(topic, topic)))
        .hasMessage("topics[1].name 'lost' must be given only once");
    assertThatThrownBy(() -> tenant(List.of(cards, cards)))
        .hasMessage("categories[1].name 'cards' must be given only once");
  }

  @Test
  void shouldLimitTheExamplesOfATenant() {
    // Given 101 topics of 200 lines each
    List<CategoryTopic> topics =
        IntStream.range(0, 101)
            .mapToObj(i -> new CategoryTopic("t" + i, Collections.nCopies(200, "a")))
            .toList();
    CategoryRule rule = new CategoryRule("c", 1, List.of(), topics);
    // When / Then
    assertThatThrownBy(() -> tenant(List.of(rule)))
        .hasMessage("categories '20200 example lines' must not be more than 20000");
  }

  @Test
  void shouldTakeACategoryOfTopicsAlone() throws JsonProcessingException {
    // Given
    String document =
        """
        {"name":"cards","weight":20,"topics":[{"name":"lost","examples":["my card is gone"]}]}""";
    // When
    CategoryRule rule = Json.mapper().readValue(document, CategoryRule.class);
    // Then
    assertThat(rule.keywords()).isEmpty();
    assertThat(rule.topics())
        .containsExactly(new CategoryTopic("lost", List.of("my card is gone")));
  }

  @Test
  void shouldNotWriteANoteThatIsNotThere() throws IOException {
    // Given
    Provenance plain = new Provenance("m-1", Provenance.Source.REMOTE);
    // When
    Provenance noted = plain.withNote("remote: 503");
    // Then
    assertThat(Json.mapper().writeValueAsString(plain))
        .isEqualTo("{\"model\":\"m-1\",\"source\":\"remote\"}");
    assertThat(Json.mapper().readValue(Json.mapper().writeValueAsBytes(noted), Provenance.class))
        .isEqualTo(noted);
  }

  private static RemoteModel model(Map<String, String> labels) throws InvalidSetting {
    return new RemoteModel(
        RemoteModel.Format.HF,
        URI.create("http://m.example"),
        null,
        null,
        labels,
        null,
        null,
        null,
        Duration.ofSeconds(1),
        1);
  }

  private static Tenant tenant(List<CategoryRule> categories) {
    SecretRef secret = new SecretRef("env:A");
    return Tenant.of(
        new TenantId("acme"),
        null,
        new Tenant.Webhooks(List.of(secret), secret, List.of()),
        null,
        null,
        categories,
        null);
  }
}
