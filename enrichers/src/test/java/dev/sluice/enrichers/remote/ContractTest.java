package dev.sluice.enrichers.remote;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.enrichers.Endpoint;
import dev.sluice.schemas.RemoteModel;
import dev.sluice.schemas.RemoteModel.Format;
import dev.sluice.schemas.Tenant;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What odd answers mean, without a server.
class ContractTest {

  private static final List<String> SENTIMENTS = List.of("negative", "neutral", "positive");
  private static final Map<String, String> STARS =
      Map.of(
          "1 star", "negative",
          "2 stars", "negative",
          "3 stars", "neutral",
          "4 stars", "positive",
          "5 stars", "positive");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // score given and in range
        "{'results':[{'id':'ID','label':'negative','score':0.7}]} | negative | 0.7",
        // not a probability: ignored
        "{'results':[{'id':'ID','label':'negative','score':1.7}]} | negative | null",
        "{'results':[{'id':'ID','label':'negative','score':-0.1}]} | negative | null",
        "{'results':[{'id':'ID','label':'negative','score':1e999}]} | negative | null",
        "{'results':[{'id':'ID','label':'negative','score':'0.9'}]} | negative | null",
        // the label's own from all scores
        "{'results':[{'id':'ID','label':'neutral','scores':{'neutral':0.4,'x':9}}]} | neutral | 0.4",
        // by id, not by place; unknown fields ignored; case ignored
        "{'results':[{'id':'other','label':'positive'},{'id':'ID','label':' Negative ','z':[]}],'y':1} | negative | null",
        "{'results':[{'id':'ID','label':'unknown','score':0.2}]} | unknown | 0.2"
      })
  void shouldReadNativeAnswers(String answer, String label, String score) {
    // Given
    Question question = question(Format.NATIVE, Map.of());

    // When
    Reading reading = read(question, new NativeContract(), answer);

    // Then
    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Labelled.class,
            it -> {
              assertThat(it.label()).isEqualTo(label);
              assertThat(String.valueOf(it.score())).isEqualTo(score);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'results':[{'id':'ID','error':{'code':'unsupported_language','message':'x'}}]} | Refused[reason=unsupported language]",
        "{'results':[{'id':'ID','error':{'code':'you said: x'}}]} | Refused[reason=refused]",
        "{'results':[{'id':'ID','error':'x'}]} | Refused[reason=refused]",
        "{'results':[{'id':'ID','label':'angry'}]} | UnknownLabel[]",
        "{'results':[{'id':'ID','label':7}]} | Garbage[reason=no label]",
        "{'results':[{'id':7,'label':'negative'}]} | Missing[]",
        "{'results':[null, 1, []]} | Missing[]",
        "{'results':{}} | Garbage[reason=no results]"
      })
  void shouldNotReadWhatNativeDoesNotSay(String answer, String expected) {
    // Given
    Question question = question(Format.NATIVE, Map.of());

    // When
    Reading reading = read(question, new NativeContract(), answer);

    // Then
    assertThat(reading).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // 0.3 + 0.25 of negative stars beat the single 0.4
        "[[{'label':'5 stars','score':0.4},{'label':'1 star','score':0.3},{'label':'2 stars','score':0.25}]] | negative | 0.55",
        // the flat list of one text
        "[{'label':'3 stars','score':0.6},{'label':'1 star','score':0.3}] | neutral | 0.6",
        // labels that do not exclude each other
        "[[{'label':'1 star','score':0.9},{'label':'2 stars','score':0.8}]] | negative | 1.0",
        // no scores: the first
        "[[{'label':'4 stars'},{'label':'1 star'}]] | positive | null"
      })
  void shouldReadRankings(String answer, String label, String score) {
    // Given
    Question question = question(Format.HF, STARS);

    // When
    Reading reading = read(question, new HfContract(), answer);

    // Then
    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Labelled.class,
            it -> {
              assertThat(it.label()).isEqualTo(label);
              assertThat(String.valueOf(it.score())).isEqualTo(score);
            });
  }

  @Test
  void shouldAskForAsManyRanksAsTheModelHasLabels() {
    // Given
    Question question = question(Format.HF, STARS);

    // When
    int ranks = new HfContract().request(question).at("/parameters/top_k").intValue();

    // Then
    assertThat(ranks).isEqualTo(5);
  }

  @Test
  void shouldNotTakeTheSecondBestForALabelNobodyKnows() {
    // Given
    Question question = question(Format.HF, Map.of());
    String answer = "[[{'label':'sarcastic','score':0.8},{'label':'neutral','score':0.2}]]";

    // When
    Reading reading = read(question, new HfContract(), answer);

    // Then
    assertThat(reading).isEqualTo(new Reading.UnknownLabel());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'outputs':[{'name':'label','data':['positive']},{'name':'score','data':[0.8]}]} | positive 0.8",
        "{'outputs':[{'name':'label','data':[['2']]},{'name':'score','data':[[0.8]]}]} | negative 0.8",
        "{'outputs':[{'name':'label','data':[2]}]} | negative null",
        "{'outputs':[{'name':'probabilities','shape':[1,3],'data':[0.1,0.2,0.7]}]} | negative 0.7",
        "{'outputs':[{'name':'probabilities','shape':[1,3],'data':[[0.6,0.2,0.2]]}]} | positive 0.6"
      })
  void shouldReadInferenceOutputs(String answer, String expected) {
    // Given a model that counts its labels the other way round
    Question question =
        question(Format.OIP, Map.of("0", "positive", "1", "neutral", "2", "negative"));

    // When
    Reading reading = read(question, new OipContract(), answer);

    // Then
    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Labelled.class,
            it -> assertThat(it.label() + " " + it.score()).isEqualTo(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'outputs':[{'name':'probabilities','data':[0.1,0.2,0.7]}]} | positive",
        "{'outputs':[{'name':'probabilities','data':[0.1,0.2,0.3,0.4]}]} | Garbage[reason=probabilities of nobody knows what]",
        "{'outputs':[{'name':'probabilities','data':['a','b','c']}]} | Garbage[reason=probabilities of nobody knows what]",
        "{'outputs':[{'name':'logits','data':[1,2,3]}]} | Missing[]"
      })
  void shouldReadProbabilitiesWithoutAMapOnlyWhenTheyFit(String answer, String expected) {
    // Given
    Question question = question(Format.OIP, Map.of());

    // When
    Reading reading = read(question, new OipContract(), answer);

    // Then
    assertThat(reading.toString()).contains(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'choices':[{'message':{'content':'{\"label\":\"neutral\"}'}}],'model':'m'} | neutral",
        "{'choices':[{'message':{'content':'neutral'}}]} | Garbage[reason=no label]",
        "{'choices':[{'message':{'content':null}}]} | Garbage[reason=no label]",
        "{'choices':[{'message':{'content':'{\"label\":\"rude\"}'}}]} | UnknownLabel[]",
        "{'choices':[{'message':{'refusal':'I cannot'}}]} | Refused[reason=refused]",
        "{'choices':[{'finish_reason':'content_filter','message':{}}]} | Refused[reason=refused]",
        "{'choices':[]} | Missing[]",
        "{'error':{'message':'x'}} | Garbage[reason=no choices]"
      })
  void shouldReadCompletions(String answer, String expected) {
    // Given
    Question question = question(Format.OPENAI, Map.of());
    String json = answer.replace("\"", "\\\"");

    // When
    Reading reading = read(question, new OpenaiContract("m"), json);

    // Then
    assertThat(reading.toString()).contains(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'a':[{'mood':'NEGATIVE','p':0.5}]} | label=negative, score=0.5",
        "{'a':[{'mood':0,'p':'0.5'}]} | label=negative, score=null",
        "{'a':[{'mood':null}]} | Missing[]",
        "{'a':[]} | Missing[]",
        "{'a':[{'mood':{}}]} | Garbage[reason=no label where labelAt points]"
      })
  void shouldFollowThePointers(String answer, String expected) {
    // Given
    Question question = question(Format.TEMPLATE, Map.of("0", "negative"));

    // When
    Reading reading =
        read(question, new TemplateContract("\"{{text}}\"", "/a/0/mood", "/a/0/p"), answer);

    // Then
    assertThat(reading.toString()).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "OIP, http://h:8080, http://h:8080/v2/models/odin/infer, http://h:8080",
    "OIP, http://h/v2/models/x/versions/2/infer, http://h/v2/models/x/versions/2/infer, http://h/v2/models/x/versions/2/infer",
    "OPENAI, https://h/, https://h/v1/chat/completions, https://h/",
    "NATIVE, http://h, http://h, http://h",
    "TEMPLATE, https://H/a?key=1#f, https://H/a?key=1#f, https://h/a"
  })
  void shouldPostToTheTenantsUrlAndNameItWithoutWhatIsPrivate(
      Format format, String url, String address, String name) {
    // Given
    Tenant tenant =
        Remotes.tenant(Remotes.model(URI.create(url), format, "/x", Duration.ofSeconds(1)), null);
    RemoteModel remote = model(tenant);

    // When
    Optional<Endpoint> endpoint;
    try (RemoteModels models = Remotes.open(RemoteCalls.NONE, new FakePace())) {
      endpoint = models.sentiment().endpoint(tenant);
    }

    // Then
    assertThat(Address.of(remote)).hasToString(address);
    assertThat(endpoint).contains(new Endpoint(name, 16));
  }

  @Test
  void shouldNotShowTheMessage() {
    // Given
    Question question = question(Format.NATIVE, Map.of());

    // When
    String shown = question.toString();

    // Then
    assertThat(shown).doesNotContain("hello");
  }

  private static RemoteModel model(Tenant tenant) {
    return requireNonNull(tenant.models().sentiment());
  }

  private static Question question(Format format, Map<String, String> labels) {
    RemoteModel remote =
        new RemoteModel(
            format,
            URI.create("http://h"),
            null,
            "m",
            labels,
            "[\"{{text}}\"]",
            "/x",
            null,
            Duration.ofSeconds(1),
            1);
    return Question.of(
        Task.SENTIMENT, Remotes.tenant(remote, null), remote, SENTIMENTS, "hello there");
  }

  private static Reading read(Question question, Contract contract, String answer) {
    return contract.answer(
        question, answer.replace('\'', '"').replace("\"ID\"", "\"" + question.id() + "\""));
  }
}
