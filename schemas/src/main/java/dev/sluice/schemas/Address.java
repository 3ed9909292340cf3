package dev.sluice.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// How a person is reached on a channel: a phone number, a page-scoped id or a business-scoped user
/// id.
///
/// Personal data: `toString` is masked, `value` is not.
public record Address(@JsonValue String value) {

  @JsonCreator
  public Address {
    if (value.isBlank()) {
      throw new InvalidSetting("address", value, "must not be blank");
    }
  }

  @Override
  public String toString() {
    return "Address[masked]";
  }
}
