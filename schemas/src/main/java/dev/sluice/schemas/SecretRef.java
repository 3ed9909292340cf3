package dev.sluice.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Where a secret is found: `env:NAME` or `file:PATH`. Never the secret itself.
///
/// The reference travels in the topic `tenants`; each process resolves it where it runs.
public record SecretRef(@JsonValue String value) {

  private static final String ENVIRONMENT = "env:";
  private static final String FILE = "file:";

  /// @throws InvalidSetting when `value` is not a reference; the message does not repeat it, for it
  ///   may be a secret written down by mistake
  @JsonCreator
  public SecretRef {
    boolean reference =
        (value.startsWith(ENVIRONMENT) && value.length() > ENVIRONMENT.length())
            || (value.startsWith(FILE) && value.length() > FILE.length());
    if (!reference) {
      throw new InvalidSetting("secret", "…", "must be a reference: env:NAME or file:PATH");
    }
  }

  /// Whether the secret is in an environment variable; otherwise it is in a file.
  public boolean isEnvironment() {
    return value.startsWith(ENVIRONMENT);
  }

  /// The variable's name or the file's path.
  public String target() {
    return value.substring(isEnvironment() ? ENVIRONMENT.length() : FILE.length());
  }
}
