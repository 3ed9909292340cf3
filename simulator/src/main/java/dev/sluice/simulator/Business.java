package dev.sluice.simulator;

import dev.sluice.schemas.Channel;
import dev.sluice.schemas.InvalidSetting;
import dev.sluice.schemas.TenantId;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// A tenant as its customers see it: what it does and where it can be written to.
///
/// @param accounts one account id for each channel it is on, at least one
public record Business(
    TenantId tenant, MetaApp app, Industry industry, Map<Channel, String> accounts) {

  public Business {
    if (accounts.isEmpty()) {
      throw new InvalidSetting("accounts", accounts, "must hold at least one account");
    }
    // Sorted, so that a plan depends on its seed and on nothing else.
    accounts = Collections.unmodifiableMap(new TreeMap<>(accounts));
  }
}
