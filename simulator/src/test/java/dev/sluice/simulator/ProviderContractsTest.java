package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.schemas.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The contracts beside the Cloud API's: what each takes, what it refuses, and in which form.
@Timeout(60)
class ProviderContractsTest {

  private static final String SID = "AC1";
  private static final String TOKEN = "a token";
  private static final ProviderBehaviour AT_ONCE =
      ProviderBehaviour.accepting(Latency.constant(Duration.ZERO));
  private static final String FORM = "From=whatsapp:+14155238886;To=whatsapp:+4915550001;";

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Body=hi there",
        "ContentSid=HX1",
        "ContentSid=HX1;ContentVariables={\"1\":\"Ann\"}"
      })
  void shouldTakeAFormAsTwilioDoes(String content) throws Exception {
    // Given
    try (ProviderSimulator provider = start(AT_ONCE)) {

      // When
      HttpResponse<String> answer = twilio(provider, SID, TOKEN, FORM + content);

      // Then
      JsonNode body = Json.mapper().readTree(answer.body());
      assertThat(answer.statusCode()).isEqualTo(201);
      assertThat(body.path("sid").asText()).matches("SM[0-9a-f]{32}");
      assertThat(body.path("status").asText()).isEqualTo("queued");
      assertThat(provider.report().of(SID).accepted()).containsOnlyKeys("whatsapp:+4915550001");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "no recipient | From=whatsapp:+14155238886;Body=hi | 21604",
        "a recipient of no channel | From=whatsapp:+14155238886;To=+4915550001;Body=hi | 21211",
        "no sender | To=whatsapp:+4915550001;Body=hi | 21603",
        "a sender of no channel | From=+14155238886;To=whatsapp:+4915550001;Body=hi | 21212",
        "no content | From=whatsapp:+14155238886;To=whatsapp:+4915550001 | 21619",
        "variables of nothing | From=whatsapp:+14155238886;To=whatsapp:+4915550001;Body=hi;ContentVariables={} | 21654",
        "variables that are a list | From=whatsapp:+14155238886;To=whatsapp:+4915550001;ContentSid=HX1;ContentVariables=[1] | 21656",
        "an empty variable | From=whatsapp:+14155238886;To=whatsapp:+4915550001;ContentSid=HX1;ContentVariables={\"1\":\"\"} | 21656",
      })
  void shouldRefuseAFormTwilioWouldRefuse(String why, String form, int code) throws Exception {
    // Given
    try (ProviderSimulator provider = start(AT_ONCE)) {

      // When
      HttpResponse<String> answer = twilio(provider, SID, TOKEN, form);

      // Then
      assertThat(answer.statusCode()).as(why).isEqualTo(400);
      assertThat(answer.body()).as(why).contains("\"code\":%d,".formatted(code), "\"status\":400");
      assertThat(provider.report().of(SID).arrivals()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"AC1,guess", "AC2,a token"})
  void shouldKnowTwiliosAccountsByTheirToken(String sid, String token) throws Exception {
    // Given
    try (ProviderSimulator provider = start(AT_ONCE)) {

      // When
      HttpResponse<String> answer = twilio(provider, sid, token, FORM + "Body=hi");

      // Then
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.body()).contains("\"code\":20003,", "\"message\":\"Authenticate\"");
    }
  }

  @Test
  void shouldThrottleAsTwilioDoes() throws Exception {
    // Given
    Throttle slow = Throttle.rate(0.001).withRetryAfter(Duration.ofSeconds(3));
    try (ProviderSimulator provider = start(AT_ONCE.withThrottle(slow))) {
      twilio(provider, SID, TOKEN, FORM + "Body=hi");

      // When
      HttpResponse<String> answer = twilio(provider, SID, TOKEN, FORM + "Body=hi");

      // Then
      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(answer.body()).contains("\"code\":20429,");
      assertThat(answer.headers().firstValue("Retry-After")).hasValue("3");
    }
  }

  /// Meta's form of a template's components and of media, which 360dialog shares.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'type':'image','image':{'id':'1','caption':'c'} | 0",
        "'type':'document','document':{'id':'1','caption':'c','filename':'f.pdf'} | 0",
        "'type':'sticker','sticker':{'id':'1'} | 0",
        "'type':'template','template':{%s,'components':[]} | 0",
        "'type':'template','template':{%s,'components':[{'type':'header','parameters':[{'type':'text','text':'a'}]}]} | 0",
        "'type':'template','template':{%s,'components':[{'type':'header','parameters':[{'type':'video','video':{'id':'1'}}]}]} | 0",
        "'type':'template','template':{%s,'components':[{'type':'header','parameters':[{'type':'location','location':{'latitude':'1.5','longitude':'-7'}}]}]} | 0",
        "'type':'template','template':{%s,'components':[{'type':'button','sub_type':'url','index':'0','parameters':[{'type':'text','text':'a'}]}]} | 0",
        "'type':'image','image':{'caption':'c'} | 131008",
        "'type':'audio','audio':{'id':'1','caption':'c'} | 131009",
        "'type':'image','image':{'id':'1','filename':'f.pdf'} | 131009",
        "'type':'reaction','reaction':{'id':'1'} | 131051",
        "'type':'template','template':{%s,'components':[{'type':'footer'}]} | 131009",
        "'type':'template','template':{%s,'components':{}} | 131009",
        "'type':'template','template':{%s,'components':[{'type':'body','parameters':[]}]} | 131008",
        "'type':'template','template':{%s,'components':[{'type':'body','parameters':[{'type':'text','text':''}]}]} | 131008",
        "'type':'template','template':{%s,'components':[{'type':'header','parameters':[]}]} | 131008",
        "'type':'template','template':{%s,'components':[{'type':'header','parameters':[{'type':'audio','audio':{'id':'1'}}]}]} | 131009",
        "'type':'template','template':{%s,'components':[{'type':'header','parameters':[{'type':'location','location':{'latitude':'north','longitude':'1'}}]}]} | 131009",
        "'type':'template','template':{%s,'components':[{'type':'button','sub_type':'url','index':'0','parameters':[{'type':'payload','payload':'a'}]}]} | 131009",
        "'type':'template','template':{%s,'components':[{'type':'button','sub_type':'url','index':'10','parameters':[{'type':'text','text':'a'}]}]} | 131009",
        "'type':'template','template':{%s,'components':[{'type':'button','sub_type':'flow','index':'0','parameters':[{'type':'text','text':'a'}]}]} | 131009",
        "'type':'template','template':{%s,'components':[{'type':'body','parameters':[{'type':'text','text':'a'}]},{'type':'body','parameters':[{'type':'text','text':'b'}]}]} | 131009",
      })
  void shouldReadContentsAsMetaDoes(String content, int code) throws Exception {
    // Given
    String body =
        "{'messaging_product':'whatsapp','to':'1','biz_opaque_callback_data':'c:spring:our-1',%s}"
            .formatted(content.replace("%s", "'name':'n','language':{'code':'de'}"))
            .replace('\'', '"');
    try (ProviderSimulator provider = start(AT_ONCE)) {

      // When
      HttpResponse<String> answer = dialog360(provider, TOKEN, body);

      // Then
      JsonNode error = Json.mapper().readTree(answer.body()).path("error");
      assertThat(error.path("code").asInt()).isEqualTo(code);
      assertThat(answer.statusCode()).isEqualTo(code == 0 ? 200 : 400);
      assertThat(provider.report().of(SID).accepted().containsKey("our-1")).isEqualTo(code == 0);
    }
  }

  @Test
  void shouldKnow360dialogsNumbersByTheirKey() throws Exception {
    // Given
    try (ProviderSimulator provider = start(AT_ONCE)) {
      assertThat(dialog360(provider, "guess").statusCode()).isEqualTo(401);

      // When
      HttpResponse<String> answer = dialog360(provider, TOKEN);

      // Then
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("\"id\":\"wamid.");
      assertThat(provider.report().of(SID).accepted()).containsOnlyKeys("our-1");
    }
  }

  @Test
  void shouldHave360dialogsErrorsBesideMetas() throws Exception {
    // Given
    Throttle slow = Throttle.rate(0.001).withHttpStatus(400);
    try (ProviderSimulator provider = start(AT_ONCE.withFailures(Failure.undeliverable(1)))) {
      List<HttpResponse<String>> answers =
          List.of(dialog360(provider, "guess"), dialog360(provider, TOKEN));
      provider.behave(SID, AT_ONCE.withThrottle(slow));
      dialog360(provider, TOKEN);

      // When
      HttpResponse<String> throttled = dialog360(provider, TOKEN);

      // Then
      assertThat(answers.getFirst().body()).contains("\"developer_message\":\"Invalid API key\"");
      assertThat(answers.getLast().body()).contains("\"code\":131026,");
      assertThat(throttled.statusCode()).isEqualTo(400);
      assertThat(throttled.body())
          .contains("\"developer_message\":\"You have exceeded the endpoint rate limit.\"");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'to':'1','text':'hi','reference':'r'} | 202",
        "{'to':'1','template':{'name':'n','values':[]},'reference':'r'} | 202",
        "{'text':'hi'} | 422",
        "{'to':'1'} | 422",
        "{'to':'1','text':'hi','template':{'name':'n','values':[]}} | 422",
        "{'to':'1','template':{'name':'n','values':'a'}} | 422",
        "{'to':'1','template':{'name':'n','values':[],'components':[]},'reference':'r'} | 202",
        "{'to':'1','template':{'name':'n','values':[],'components':'a'}} | 422",
        "{'to':'1','media':{'id':'7','kind':'image','caption':'c'},'reference':'r'} | 202",
        "{'to':'1','media':{'kind':'image'}} | 422",
        "{'to':'1','media':{'id':'7'}} | 422",
        "{'to':'1','text':'hi','media':{'id':'7','kind':'image'}} | 422",
        "hello | 422",
      })
  void shouldTakeWhatAContractOfNobodysHolds(String body, int status) throws Exception {
    // Given
    try (ProviderSimulator provider = start(AT_ONCE)) {

      // When
      HttpResponse<String> answer = plain(provider, SID, TOKEN, body.replace('\'', '"'));

      // Then
      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(provider.report().of(SID).accepted().containsKey("r")).isEqualTo(status == 202);
    }
  }

  @ParameterizedTest
  @CsvSource({"AC1,guess,401", "AC2,a token,404"})
  void shouldRefuseAStrangerToAContractOfNobodys(String account, String key, int status)
      throws Exception {
    // Given
    try (ProviderSimulator provider = start(AT_ONCE)) {

      // When
      HttpResponse<String> answer = plain(provider, account, key, "{\"to\":\"1\",\"text\":\"hi\"}");

      // Then
      assertThat(answer.statusCode()).isEqualTo(status);
    }
  }

  private static ProviderSimulator start(ProviderBehaviour behaviour) {
    return ProviderSimulator.start(ProviderSettings.of(ProviderAccount.of(SID, TOKEN, behaviour)));
  }

  private static HttpResponse<String> twilio(
      ProviderSimulator provider, String sid, String token, String fields)
      throws IOException, InterruptedException {
    String form =
        Arrays.stream(fields.split(";", -1))
            .filter(field -> !field.isEmpty())
            .map(field -> field.split("=", 2))
            .map(pair -> pair[0] + "=" + URLEncoder.encode(pair[1], StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    String basic =
        Base64.getEncoder().encodeToString((sid + ":" + token).getBytes(StandardCharsets.UTF_8));
    return HTTP.send(
        post(provider, "/2010-04-01/Accounts/" + sid + "/Messages.json", form)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Authorization", "Basic " + basic)
            .build(),
        BodyHandlers.ofString());
  }

  private static HttpResponse<String> dialog360(ProviderSimulator provider, String key)
      throws IOException, InterruptedException {
    String body =
        """
        {"messaging_product":"whatsapp","to":"12125550101","type":"text",\
        "text":{"body":"hello"},"biz_opaque_callback_data":"our-1"}""";
    return dialog360(provider, key, body);
  }

  private static HttpResponse<String> dialog360(ProviderSimulator provider, String key, String body)
      throws IOException, InterruptedException {
    return HTTP.send(
        post(provider, "/messages", body).header("D360-API-KEY", key).build(),
        BodyHandlers.ofString());
  }

  private static HttpResponse<String> plain(
      ProviderSimulator provider, String account, String key, String body)
      throws IOException, InterruptedException {
    return HTTP.send(
        post(provider, "/http/" + account + "/send", body).header("X-Api-Key", key).build(),
        BodyHandlers.ofString());
  }

  private static HttpRequest.Builder post(ProviderSimulator provider, String path, String body) {
    return HttpRequest.newBuilder(URI.create(provider.base() + path))
        .POST(BodyPublishers.ofString(body));
  }
}
