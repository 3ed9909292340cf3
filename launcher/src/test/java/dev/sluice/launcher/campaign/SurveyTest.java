package dev.sluice.launcher.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.launcher.campaign.AudienceRow.Bad;
import dev.sluice.launcher.campaign.AudienceRow.Recipient;
import dev.sluice.launcher.campaign.AudienceRow.Repeated;
import dev.sluice.schemas.Address;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class SurveyTest {

  private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");

  private static Recipient recipient(long line, ZoneId... zones) {
    return new Recipient(
        line, new Address(Long.toString(12025550100L + line)), null, List.of(zones), List.of());
  }

  @Test
  void shouldCountEveryRowOnce() {
    // Given
    Survey survey = new Survey("a.csv", row -> row.line() == 3, 2);

    // When
    survey.accept(recipient(2));
    survey.accept(recipient(3));
    survey.accept(recipient(4, MADRID));
    survey.accept(new Repeated(5));
    survey.accept(new Bad(6, "phone is missing"));

    // Then
    assertThat(survey.counts()).isEqualTo(new Survey.Counts(5, 2, 1, 2, 1));
    assertThat(survey.first()).isEqualTo(recipient(2));
    assertThat(survey.people())
        .hasValueSatisfying(people -> assertThat(people.size()).isEqualTo(2));
    assertThat(survey.problems())
        .containsExactly(
            "a.csv:5: phone '…' is on an earlier line, too", "a.csv:6: phone is missing");
  }

  @Test
  void shouldForgetWhoTheyAreWhenThereAreTooMany() {
    // Given
    Survey survey = new Survey("a.csv", _ -> false, 1);

    // When
    survey.accept(recipient(2));
    survey.accept(recipient(3));

    // Then
    assertThat(survey.people()).isEmpty();
    assertThat(survey.counts().messages()).isEqualTo(2);
  }

  @Test
  void shouldShowTheFirstProblemsAndCountTheOthers() {
    // Given
    Survey survey = new Survey("a.csv", _ -> false, 0);

    // When
    for (int line = 2; line < 1025; line++) {
      survey.accept(new Bad(line, "phone is missing"));
    }

    // Then
    assertThat(survey.problems())
        .hasSize(21)
        .startsWith("a.csv:2: phone is missing")
        .endsWith("a.csv:21: phone is missing", "and 1,003 more");
  }
}
