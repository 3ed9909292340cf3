package dev.sluice.dispatcher;

import static dev.sluice.dispatcher.SomeProviders.ACCOUNT;
import static dev.sluice.dispatcher.SomeProviders.PROMPT;
import static dev.sluice.dispatcher.SomeProviders.settings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dispatcher.ProviderAnswer.NotSent;
import dev.sluice.schemas.Tenant.Provider.Kind;
import dev.sluice.schemas.TenantId;
import dev.sluice.simulator.Failure;
import dev.sluice.simulator.ProviderSimulator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every code of the catalogues, each over HTTP in the form of its provider.
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
final class ProviderCodesTest {

  /// Meta's, by what they mean; 360dialog passes them on.
  private static final List<String> META =
      List.of(
          "Throttled: 130429 80007 4 131057",
          "RecipientBusy: 131056",
          "Transient: 1 2 131000 131016",
          "CampaignStopped: 131048 132015 132016",
          "TenantStopped: 10 190 200 299 131005 131042 131031 368 33 133010",
          "Refused: 131049 131050 131026 131047 130472 130497 132000 132001 132005 132007 132012",
          "Refused: 132068 132069 100 131008 131009 131021 131051 131053");

  private static final List<String> TWILIO =
      List.of(
          "Throttled: 20429 63018 63017 63119 21611 30001",
          "TenantStopped: 20003 10001 30002 63038 21212 63002 63007",
          "Refused: 63016 21610 21211 63003 99999");

  private final Providers providers =
      new Providers(Duration.ofSeconds(10), SomeProviders.SECRETS, InstantSource.system());
  private final ProviderSimulator simulator = SomeProviders.simulator(PROMPT);

  @AfterAll
  void close() {
    simulator.close();
    providers.close();
  }

  static Stream<Arguments> codes() {
    return Stream.of(
            all(Kind.WHATSAPP_CLOUD, META), all(Kind.DIALOG_360, META), all(Kind.TWILIO, TWILIO))
        .flatMap(it -> it);
  }

  private static Stream<Arguments> all(Kind kind, List<String> table) {
    return table.stream()
        .flatMap(
            row ->
                Arrays.stream(row.split(": ", 2)[1].split(" ", -1))
                    .map(code -> Arguments.of(kind, code, row.split(":", 2)[0])));
  }

  /// The same code comes with several statuses, so each is tried with two.
  @ParameterizedTest
  @MethodSource("codes")
  void shouldGoByTheCodeWhateverTheStatus(Kind kind, int code, String expected) {
    // Given
    List<Integer> statuses = List.of(400, 403);

    // When
    List<ProviderAnswer> answers =
        statuses.stream()
            .map(status -> answer(kind, new Failure(1, true, status, code, "why")))
            .toList();

    // Then
    boolean unknown = code == 99_999;
    assertThat(kinds(unknown ? answers.subList(0, 1) : answers)).isEqualTo(expected);
    assertThat(answers)
        .allSatisfy(
            it ->
                assertThat(it)
                    .isInstanceOfSatisfying(
                        NotSent.class,
                        no -> {
                          assertThat(no.code()).isEqualTo(Integer.toString(code));
                          assertThat(no.reason()).isEqualTo("why");
                        }));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | You have exceeded the endpoint rate limit. | Throttled",
        "400 | Endpoint calls limits has been exceeded | Throttled",
        "400 | You have exceeded the limit of 1 request every 6 seconds. | Throttled",
        "429 | slow down | Throttled",
        "503 | busy | Throttled",
        "401 | Invalid API key | TenantStopped",
        "403 | The endpoint is blocked | TenantStopped",
        "400 | Your WhatsApp for Business API has been disabled | TenantStopped",
        "400 | Could not send message due to lack of payment. | TenantStopped",
        "500 | Internal server error | Transient",
        "502 | WhatsApp for Business API not available | Transient",
        "555 | Internal server error | Transient",
        "504 | Gateway timeout | InDoubt",
        "400 | template params invalid | Refused",
      })
  void shouldGoByTheWordsOf360dialogsOwnErrors(int status, String words, String expected) {
    // Given
    Failure failure = new Failure(1, true, status, 0, words);

    // When
    ProviderAnswer answer = answer(Kind.DIALOG_360, failure);

    // Then
    assertThat(answer.getClass().getSimpleName()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "TWILIO, 429, Throttled",
    "TWILIO, 401, TenantStopped",
    "TWILIO, 404, Refused",
    "TWILIO, 503, Transient",
    "TWILIO, 504, InDoubt",
    "HTTP, 420, Throttled",
    "HTTP, 429, Throttled",
    "HTTP, 402, TenantStopped",
    "HTTP, 401, TenantStopped",
    "HTTP, 403, TenantStopped",
    "HTTP, 425, Transient",
    "HTTP, 408, Transient",
    "HTTP, 500, Transient",
    "HTTP, 503, Transient",
    "HTTP, 499, InDoubt",
    "HTTP, 504, InDoubt",
    "HTTP, 400, Refused",
    "HTTP, 302, Refused",
    "WHATSAPP_CLOUD, 503, Transient",
    "WHATSAPP_CLOUD, 404, Refused",
  })
  void shouldGoByTheStatusWhenThereIsNoCode(Kind kind, int status, String expected) {
    // Given
    Failure failure = new Failure(1, true, status, 0, "");

    // When
    ProviderAnswer answer = answer(kind, failure);

    // Then
    assertThat(answer.getClass().getSimpleName()).isEqualTo(expected);
  }

  private ProviderAnswer answer(Kind kind, Failure failure) {
    simulator.behave(ACCOUNT, PROMPT.withFailures(failure));
    try {
      return providers
          .of(settings(kind, simulator.base()))
          .send(Messages.bulk(new TenantId("acme"), "m-1"));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String kinds(List<ProviderAnswer> answers) {
    return answers.stream()
        .map(it -> it.getClass().getSimpleName())
        .distinct()
        .collect(Collectors.joining(" "));
  }
}
