package dev.sluice.dispatcher;

import dev.sluice.schemas.InDoubtRule;
import dev.sluice.schemas.InDoubtRule.Action;
import dev.sluice.schemas.SecretRef;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.Secrets;
import dev.sluice.tenants.Tenants;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A dispatcher in a JVM of its own, to be killed.
final class DispatcherChild {

  private DispatcherChild() {}

  /// @param bootstrapServers where the child finds its broker
  static Process start(String bootstrapServers, SimulatedTenants tenants) throws IOException {
    Tenant.Provider provider = tenants.tenant(0).provider();
    if (provider == null) {
      throw new AssertionError("the child's tenant has a provider");
    }
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-Xmx256m");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(DispatcherChild.class.getName());
    command.add(bootstrapServers);
    command.add(tenants.group());
    command.add(tenants.id(0).value());
    command.add(provider.url().toString());
    command.add(provider.account());
    command.add(provider.token().value());
    command.add(provider.whenInDoubt().hold().toString());
    return new ProcessBuilder(command).inheritIO().start();
  }

  /// SIGKILL: no hook, no handler and no finally block runs.
  static void kill(Process child) throws InterruptedException {
    child.destroyForcibly();
    if (!child.waitFor(10, TimeUnit.SECONDS)) {
      throw new AssertionError("the child survived SIGKILL for 10 s");
    }
  }

  public static void main(String[] arguments) {
    CampaignDispatcher.start(
        DispatcherSettings.DEFAULT.withGroup(arguments[1]),
        Map.of("bootstrap.servers", arguments[0]),
        Tenants.of(
            Messages.tenant(
                new TenantId(arguments[2]),
                Messages.provider(
                    URI.create(arguments[3]),
                    arguments[4],
                    new SecretRef(arguments[5]),
                    SimulatedTenants.WINDOW,
                    new InDoubtRule(Duration.parse(arguments[6]), Action.RESEND, Action.UNKNOWN)))),
        Secrets.ofThisProcess(),
        new SimpleMeterRegistry());
    while (true) {
      LockSupport.park();
    }
  }
}
