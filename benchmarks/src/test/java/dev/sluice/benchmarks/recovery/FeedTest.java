package dev.sluice.benchmarks.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.Topics;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FeedTest {

  @Test
  void shouldGiveEachTenantAPartitionOfItsOwn() {
    // When
    List<Tenant> tenants = Feed.tenants(Topics.WEBHOOKS.partitions());

    // Then
    Set<Integer> partitions =
        tenants.stream().map(tenant -> Feed.partitionOf(tenant.id())).collect(Collectors.toSet());
    assertThat(partitions).hasSize(Topics.WEBHOOKS.partitions());
  }
}
