package dev.sluice.benchmarks.enrichment;

import dev.sluice.schemas.Channel;
import dev.sluice.schemas.SecretRef;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.Tenant.Asset;
import dev.sluice.schemas.Tenant.Webhooks;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topics;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/// Tenants with a number for a name and nothing special about them.
final class BenchTenants {

  /// The topology never resolves it: verifying is the gateway's.
  private static final SecretRef NEVER_READ = new SecretRef("env:SLUICE_BENCH_UNUSED");

  private BenchTenants() {}

  static TenantId numbered(int number) {
    return new TenantId("tenant-" + number);
  }

  /// The first `count` of them.
  static List<TenantId> first(int count) {
    return IntStream.range(0, count).mapToObj(BenchTenants::numbered).toList();
  }

  /// A tenant whose messages lie in the same partition as those of `other`, so that nothing but
  /// fairness parts them.
  static TenantId besides(TenantId other) {
    int partition = partitionOf(other);
    return IntStream.range(1, Integer.MAX_VALUE)
        .mapToObj(number -> new TenantId("neighbour-" + number))
        .filter(tenant -> partitionOf(tenant) == partition)
        .findFirst()
        .orElseThrow();
  }

  static Tenant describe(TenantId id) {
    return Tenant.of(
        id,
        null,
        new Webhooks(
            List.of(NEVER_READ),
            NEVER_READ,
            List.of(new Asset(Channel.WHATSAPP, phoneNumberId(id)))),
        null,
        null,
        List.of(),
        List.of());
  }

  static String phoneNumberId(TenantId id) {
    return "phone-of-" + id;
  }

  private static int partitionOf(TenantId id) {
    byte[] key = Topics.WEBHOOKS.keys().serializer().serialize(Topics.WEBHOOKS.name(), id.value());
    return BuiltInPartitioner.partitionForKey(key, Topics.WEBHOOKS.partitions());
  }
}
