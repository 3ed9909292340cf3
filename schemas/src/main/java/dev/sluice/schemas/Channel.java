package dev.sluice.schemas;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/// Where a customer writes: one of Meta's three messaging channels.
public enum Channel {
  @JsonProperty("whatsapp")
  WHATSAPP,
  @JsonProperty("messenger")
  MESSENGER,
  @JsonProperty("instagram")
  INSTAGRAM;

  /// The name used in JSON, keys and tables.
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @throws InvalidSetting when no channel has that wire name
  public static Channel fromWireName(String name) {
    for (Channel channel : values()) {
      if (channel.wireName().equals(name)) {
        return channel;
      }
    }
    throw new InvalidSetting("channel", name, "must be one of whatsapp, messenger, instagram");
  }
}
