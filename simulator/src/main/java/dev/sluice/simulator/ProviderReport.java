package dev.sluice.simulator;

import dev.sluice.schemas.InvalidSetting;
import java.util.Map;

/// What happened at a [ProviderSimulator] so far, by account.
public record ProviderReport(Map<String, AccountReport> accounts) {

  public ProviderReport {
    accounts = Map.copyOf(accounts);
  }

  /// @throws InvalidSetting when there is no such account
  public AccountReport of(String account) {
    AccountReport report = accounts.get(account);
    if (report == null) {
      throw new InvalidSetting("account", account, "is not served here");
    }
    return report;
  }
}
