package dev.sluice.launcher;

import dev.sluice.launcher.settings.KafkaConnection;
import dev.sluice.schemas.Tenant;
import dev.sluice.tenants.TenantFile;
import dev.sluice.tenants.TenantRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./sluice tenant`: who the tenants are.
@Command(
    name = "tenant",
    description = "Applies or lists tenants.",
    subcommands = {TenantCommand.Apply.class, TenantCommand.Listing.class})
final class TenantCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "tenant what? apply FILE, or list");
    }
    return Sluice.CANNOT_START;
  }

  /// `./sluice tenant apply FILE`.
  @Command(
      name = "apply",
      description = "Creates or changes the tenants described in a YAML file, all or none.")
  static final class Apply implements Callable<Integer> {

    @Mixin private final ClusterOption cluster = new ClusterOption();

    @Parameters(paramLabel = "FILE", description = "Tenants in YAML.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws Exception {
      List<Tenant> tenants = TenantFile.read(file);
      KafkaConnection connection = cluster.reach(System.getenv());
      try (TenantRegistry registry = TenantRegistry.open(connection.client())) {
        registry.apply(tenants);
      }
      for (Tenant tenant : tenants) {
        System.out.println("applied " + tenant.id());
      }
      return 0;
    }
  }

  /// `./sluice tenant list`.
  @Command(name = "list", description = "Lists the tenants.")
  static final class Listing implements Callable<Integer> {

    @Mixin private final ClusterOption cluster = new ClusterOption();

    @Override
    public Integer call() throws Exception {
      KafkaConnection connection = cluster.reach(System.getenv());
      try (TenantRegistry registry = TenantRegistry.open(connection.client())) {
        for (Tenant tenant : registry.list()) {
          System.out.printf(
              "%-24s %-24s assets %d  provider %s%n",
              tenant.id(),
              tenant.name(),
              tenant.webhooks().assets().size(),
              tenant.provider() == null ? "none" : tenant.provider().url());
        }
      }
      return 0;
    }
  }
}
