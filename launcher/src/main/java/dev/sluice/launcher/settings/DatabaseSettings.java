package dev.sluice.launcher.settings;

import dev.sluice.schemas.InvalidSetting;
import java.util.Map;

/// The PostgreSQL database of the inbox.
///
/// @param url JDBC address, for example `jdbc:postgresql://localhost:5432/sluice`
/// @param password never shown, not even by `toString`
public record DatabaseSettings(String url, String user, String password) {

  private static final String URL = "SLUICE_DATABASE_URL";
  private static final String USER = "SLUICE_DATABASE_USER";
  private static final String PASSWORD = "SLUICE_DATABASE_PASSWORD";
  private static final String SCHEME = "jdbc:postgresql:";

  /// @throws InvalidSetting naming the variable and its constraint
  public DatabaseSettings {
    if (!url.startsWith(SCHEME)) {
      throw new InvalidSetting(URL, url, "must begin with " + SCHEME);
    }
  }

  /// Reads `SLUICE_DATABASE_URL`, `SLUICE_DATABASE_USER` and `SLUICE_DATABASE_PASSWORD`; none has a
  /// default.
  ///
  /// @throws InvalidSetting naming the variable and what is wrong with it
  public static DatabaseSettings from(Map<String, String> environment) {
    Variables.refuseUnknown(environment, "SLUICE_DATABASE_", URL, USER, PASSWORD);
    return new DatabaseSettings(
        Variables.required(environment, URL),
        Variables.required(environment, USER),
        Variables.required(environment, PASSWORD));
  }

  @Override
  public String toString() {
    return "DatabaseSettings[" + url + "]";
  }
}
