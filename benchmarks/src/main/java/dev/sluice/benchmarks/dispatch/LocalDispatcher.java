package dev.sluice.benchmarks.dispatch;

import dev.sluice.benchmarks.rig.Waits;
import dev.sluice.dispatcher.CampaignDispatcher;
import dev.sluice.dispatcher.DispatcherSettings;
import dev.sluice.schemas.Tenant;
import dev.sluice.tenants.Secrets;
import dev.sluice.tenants.Tenants;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;

/// The dispatcher as it runs in production, in this process.
final class LocalDispatcher {

  /// No request is taken away from campaigns: the whole window is theirs, as it is a peer's.
  static final int NONE_RESERVED = 0;

  /// What production keeps for replies.
  static final int RESERVED = DispatcherSettings.DEFAULT.reservedForReplies();

  private static final Duration READY_LIMIT = Duration.ofMinutes(1);

  private LocalDispatcher() {}

  /// The settings of production but for what replies get.
  static DispatcherSettings settings(int reservedForReplies) {
    DispatcherSettings production = DispatcherSettings.DEFAULT;
    return new DispatcherSettings(
        production.group(),
        production.commitInterval(),
        production.connectTimeout(),
        production.drainTimeout(),
        reservedForReplies,
        production.maxInFlight(),
        production.retry());
  }

  /// Starts one for these clients and returns when its group has taken it in.
  static CampaignDispatcher start(Ground ground, List<Client> clients, int reservedForReplies) {
    CampaignDispatcher dispatcher =
        CampaignDispatcher.start(
            settings(reservedForReplies),
            ground.connection(),
            Tenants.of(ground.described(clients).toArray(Tenant[]::new)),
            Secrets.ofThisProcess(),
            new SimpleMeterRegistry());
    boolean ready = false;
    try {
      Waits.until(dispatcher::ready, READY_LIMIT, () -> "a dispatcher that is ready");
      ready = true;
      return dispatcher;
    } finally {
      if (!ready) {
        dispatcher.close();
      }
    }
  }
}
