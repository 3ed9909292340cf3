package dev.sluice.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseErrorsTest {

  @ParameterizedTest
  @CsvSource({
    "22021, REFUSED",
    "23502, REFUSED",
    "54000, REFUSED",
    "40P01, BUSY",
    "55P03, BUSY",
    "57014, BUSY",
    "57P01, AWAY",
    "08006, AWAY",
    "53300, AWAY",
    "28P01, OTHER",
    "42501, OTHER"
  })
  void shouldTellWhatMayBeTriedAgain(String state, DatabaseErrors expected) {
    // When
    DatabaseErrors kind = DatabaseErrors.of(new SQLException("a row's words", state));

    // Then
    assertThat(kind).isEqualTo(expected);
  }

  @Test
  void shouldLookBeneathWhatThePoolWraps() {
    // Given
    SQLException wrapped =
        new SQLException("timed out", null, new SQLException("no connection", "08001"));

    // When
    DatabaseErrors kind = DatabaseErrors.of(wrapped);

    // Then
    assertThat(kind).isEqualTo(DatabaseErrors.AWAY);
    assertThat(DatabaseErrors.describe(wrapped)).isEqualTo("SQLException 08001");
  }

  @Test
  void shouldTakeAnErrorWithoutCodeForAnAbsentServer() {
    // When
    DatabaseErrors kind = DatabaseErrors.of(new SQLException("the pool is empty"));

    // Then
    assertThat(kind).isEqualTo(DatabaseErrors.AWAY);
  }
}
