package dev.sluice.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/// The name of a campaign, unique within its tenant: 1 to 100 letters, digits, dots, hyphens,
/// underscores.
public record CampaignId(@JsonValue String value) {

  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  @JsonCreator
  public CampaignId {
    if (!isLegal(value)) {
      throw new InvalidSetting(
          "campaign", value, "must be 1 to 100 letters, digits, dots, hyphens or underscores");
    }
  }

  static boolean isLegal(String value) {
    return LEGAL.matcher(value).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
