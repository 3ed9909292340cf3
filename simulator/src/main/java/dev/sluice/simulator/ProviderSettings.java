package dev.sluice.simulator;

import dev.sluice.schemas.InvalidSetting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Where a [ProviderSimulator] listens and whom it serves.
///
/// @param host address listened on; 127.0.0.1 unless it runs in a container
/// @param port 0 for any free one
/// @param seed what latencies and failures follow from, together with message ids
public record ProviderSettings(String host, int port, long seed, List<ProviderAccount> accounts) {

  /// This machine only.
  public static final String LOOPBACK = "127.0.0.1";

  private static final int PORT_MAX = 65_535;

  /// @throws InvalidSetting when the port is out of range or two accounts have one id
  public ProviderSettings {
    accounts = List.copyOf(accounts);
    if (port < 0 || port > PORT_MAX) {
      throw new InvalidSetting("port", port, "must be between 0 and " + PORT_MAX);
    }
    Set<String> ids = new HashSet<>();
    for (ProviderAccount account : accounts) {
      if (!ids.add(account.id())) {
        throw new InvalidSetting("accounts", account.id(), "must not appear twice");
      }
    }
  }

  /// On a free port of this machine.
  public static ProviderSettings of(ProviderAccount... accounts) {
    return new ProviderSettings(LOOPBACK, 0, 1, List.of(accounts));
  }

  public ProviderSettings withAccount(ProviderAccount account) {
    List<ProviderAccount> more = new ArrayList<>(accounts);
    more.add(account);
    return new ProviderSettings(host, port, seed, more);
  }

  public ProviderSettings withSeed(long number) {
    return new ProviderSettings(host, port, number, accounts);
  }

  public ProviderSettings listeningOn(String address, int number) {
    return new ProviderSettings(address, number, seed, accounts);
  }
}
