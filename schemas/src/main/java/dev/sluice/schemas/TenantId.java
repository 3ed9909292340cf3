package dev.sluice.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/// The name of a tenant, as it appears in keys, topic names and addresses.
///
/// One to 63 lower-case letters, digits and hyphens, not starting with a hyphen, so that it is
/// legal inside a Kafka topic name, a URL path and a PostgreSQL setting without escaping. `unknown`
/// is reserved for deliveries whose tenant could not be told.
public record TenantId(@JsonValue String value) implements Comparable<TenantId> {

  /// The key of what could not be attributed to a tenant; never a tenant's own name.
  public static final String UNKNOWN = "unknown";

  private static final Pattern LEGAL = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  /// @throws InvalidSetting when `value` is not a legal tenant name
  @JsonCreator
  public TenantId {
    if (!LEGAL.matcher(value).matches()) {
      throw new InvalidSetting(
          "tenant",
          value,
          "must be 1 to 63 lower-case letters, digits or hyphens, not starting with a hyphen");
    }
    if (value.equals(UNKNOWN)) {
      throw new InvalidSetting("tenant", value, "is reserved");
    }
  }

  /// Whether `text` could be a tenant's name. Does not throw.
  public static boolean isLegal(String text) {
    return LEGAL.matcher(text).matches() && !text.equals(UNKNOWN);
  }

  @Override
  public int compareTo(TenantId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
