package dev.sluice.launcher;

import dev.sluice.launcher.settings.KafkaConnection;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.TenantFile;
import dev.sluice.tenants.TenantRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Whose settings a command tries: a tenant of a file, which need not have been applied, or one of
/// the cluster.
final class TenantOption {

  @Mixin private final ClusterOption cluster = new ClusterOption();

  @Option(names = "--tenant", required = true, paramLabel = "T", description = "Whose settings.")
  private String tenant = "";

  @Option(
      names = "--tenants",
      paramLabel = "FILE",
      description = "Tenants in YAML, to try settings before they are applied.")
  private @Nullable Path file;

  /// @throws CannotStart when there is no such tenant, naming those there are
  Tenant find(Map<String, String> environment) throws Exception {
    return file == null
        ? among(applied(environment), tenant, "the cluster")
        : among(TenantFile.read(file), tenant, file);
  }

  /// @param where they were found, for the error
  /// @throws CannotStart when the wanted one is not there, naming those that are
  static Tenant among(List<Tenant> known, String wanted, Object where) {
    TenantId id = new TenantId(wanted);
    return known.stream()
        .filter(candidate -> candidate.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new CannotStart(
                    "there is no tenant '%s' in %s, only %s"
                        .formatted(wanted, where, names(known))));
  }

  private List<Tenant> applied(Map<String, String> environment) throws InterruptedException {
    KafkaConnection connection = cluster.reach(environment);
    try (TenantRegistry registry = TenantRegistry.open(connection.client())) {
      return registry.list();
    }
  }

  private static String names(List<Tenant> known) {
    return known.isEmpty()
        ? "none"
        : known.stream().map(tenant -> tenant.id().value()).collect(Collectors.joining(", "));
  }
}
