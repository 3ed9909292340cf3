package dev.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantTest {

  private static final String SMALLEST =
      """
      {"id":"acme","webhooks":{"appSecrets":["env:APP"],"verifyToken":"env:VERIFY"}}""";

  private static final String PROVIDER =
      """
      {"kind":"whatsapp-cloud","url":"https://p.example","account":"1","token":"env:T"}""";

  @Test
  void shouldFillInDefaults() throws JsonProcessingException {
    // Given
    String document = SMALLEST;
    // When
    Tenant tenant = Json.mapper().readValue(document, Tenant.class);
    // Then
    assertThat(tenant.name()).isEqualTo("acme");
    assertThat(tenant.provider()).isNull();
    assertThat(tenant.routing()).isEqualTo(new Tenant.Routing("general", List.of(), false));
    assertThat(tenant.categories()).isEmpty();
    assertThat(tenant.models()).isEqualTo(Models.DEFAULT);
    assertThat(tenant.priority()).isEqualTo(PriorityRules.DEFAULT);
    assertThat(tenant.apiTokens()).isEmpty();
    assertThat(tenant.webhooks().assets()).isEmpty();
  }

  @Test
  void shouldFillInTheProvidersDefaults() throws JsonProcessingException {
    // Given
    String document = PROVIDER;
    // When
    Tenant.Provider provider = Json.mapper().readValue(document, Tenant.Provider.class);
    // Then
    assertThat(provider.maxInFlight()).isEqualTo(30);
    assertThat(provider.ratePerSecond()).isEqualTo(80);
    assertThat(provider.requestTimeout()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void shouldAgreeWithTheDefaultsInTheSchema() {
    // Given
    SchemaFiles.Piece defs = SchemaFiles.of(Tenant.class).at("$defs");
    // When
    SchemaFiles.Piece provider = defs.at("Provider", "properties");
    SchemaFiles.Piece routing = defs.at("Routing", "properties");
    // Then
    assertThat(provider.at("maxInFlight", "default").node().asInt())
        .isEqualTo(Tenant.Provider.MAX_IN_FLIGHT);
    assertThat(provider.at("ratePerSecond", "default").node().asDouble())
        .isEqualTo(Tenant.Provider.RATE_PER_SECOND);
    assertThat(provider.at("requestTimeout", "default").node().asText())
        .isEqualTo(Tenant.Provider.REQUEST_TIMEOUT.toString());
    assertThat(routing.at("fallback", "default").node().asText())
        .isEqualTo(Tenant.Routing.DEFAULT.fallback());
    assertThat(routing.at("ownTopic", "default").node().asBoolean())
        .isEqualTo(Tenant.Routing.DEFAULT.ownTopic());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | 0.001 | PT0.1S",
        "1000 | 1000 | PT5M",
        "30 | 80 | PT30S",
      })
  void shouldTakeTheBordersOfARange(int inFlight, double rate, Duration timeout) {
    // Given three legal values
    // When
    Tenant.Provider provider = provider("http://p.example", inFlight, rate, timeout);
    // Then
    assertThat(provider.requestTimeout()).isEqualTo(timeout);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://p | 0 | 80 | PT30S | maxInFlight '0' must be between 1 and 1000",
        "https://p | 1001 | 80 | PT30S | maxInFlight '1001' must be between 1 and 1000",
        "https://p | 30 | 0 | PT30S | ratePerSecond '0' must be between 0.001 and 1000",
        "https://p | 30 | NaN | PT30S | ratePerSecond 'NaN' must be between 0.001 and 1000",
        "https://p | 30 | 80 | PT0.099S | requestTimeout 'PT0.099S' must be between PT0.1S and PT5M",
        "https://p | 30 | 80 | PT5M1S | requestTimeout 'PT5M1S' must be between PT0.1S and PT5M",
        "ftp://p | 30 | 80 | PT30S | url 'ftp://p' must begin with http:// or https://",
        "p | 30 | 80 | PT30S | url 'p' must begin with http:// or https://",
      })
  void shouldNameKeyValueAndConstraint(
      String url, int inFlight, double rate, Duration timeout, String message) {
    // Given one value out of range
    // When / Then
    assertThatThrownBy(() -> provider(url, inFlight, rate, timeout))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id | id is missing",
        "webhooks | webhooks is missing",
        "appSecrets | appSecrets is missing",
        "verifyToken | verifyToken is missing"
      })
  void shouldNameWhatIsMissing(String field, String message) {
    // Given: the field under another name
    String document = SMALLEST.replace("\"" + field + "\"", "\"other\"");
    // When / Then
    assertThatThrownBy(() -> Json.mapper().readValue(document, Tenant.class))
        .hasRootCauseInstanceOf(InvalidSetting.class)
        .rootCause()
        .hasMessage(message);
  }

  @Test
  void shouldRefuseRulesThatCannotHold() {
    // Given
    SecretRef secret = new SecretRef("env:A");
    // When / Then
    assertThatThrownBy(() -> new Tenant.Webhooks(List.of(), secret, List.of()))
        .hasMessage("appSecrets '[]' must name at least one secret");
    assertThatThrownBy(() -> new CategoryRule("a", 101, List.of("b")))
        .hasMessage("weight '101' must be between 0 and 100");
    assertThatThrownBy(() -> new CategoryRule("a", 1, List.of()))
        .hasMessage("topics '[]' must hold a topic unless there are keywords");
    assertThatThrownBy(() -> new CategoryRule(" ", 1, List.of("b")))
        .hasMessage("name ' ' must not be blank");
    assertThatThrownBy(() -> new RoutingRule("a", null, null, -1))
        .hasMessage("minimumScore '-1' must be between 0 and 100");
  }

  @Test
  void shouldTellKeyAndConstraintApart() {
    // Given
    InvalidSetting setting = new InvalidSetting("maxInFlight", 0, "must be between 1 and 1000");
    // When
    InvalidSetting missing = InvalidSetting.missing("id");
    // Then
    assertThat(setting.key()).isEqualTo("maxInFlight");
    assertThat(setting.constraint()).isEqualTo("'0' must be between 1 and 1000");
    assertThat(missing.key()).isEqualTo("id");
    assertThat(missing.constraint()).isEqualTo("is missing");
  }

  private static Tenant.Provider provider(String url, int inFlight, double rate, Duration timeout) {
    return new Tenant.Provider(
        Tenant.Provider.Kind.WHATSAPP_CLOUD,
        URI.create(url),
        "1",
        new SecretRef("env:T"),
        inFlight,
        rate,
        timeout);
  }
}
