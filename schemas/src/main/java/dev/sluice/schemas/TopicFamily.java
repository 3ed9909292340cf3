package dev.sluice.schemas;

import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Serde;

/// One topic per tenant, all of the same types: `<prefix>.<tenant>`.
///
/// @param prefix the part before the tenant's name
public record TopicFamily<K, V>(
    String prefix, Serde<K> keys, Serde<V> values, Retention retention, int partitions) {

  /// The topic of one tenant.
  public Topic<K, V> of(TenantId tenant) {
    return new Topic<>(prefix + "." + tenant, keys, values, retention, partitions);
  }

  /// The tenant whose topic has that name; empty when the name is not of this family.
  public Optional<TenantId> tenantOf(String topic) {
    if (!topic.startsWith(prefix + ".")) {
      return Optional.empty();
    }
    String tenant = topic.substring(prefix.length() + 1);
    return TenantId.isLegal(tenant) ? Optional.of(new TenantId(tenant)) : Optional.empty();
  }

  /// A regular expression that matches the topics of this family, legal in both Java and RE2 (the
  /// broker resolves subscriptions with the latter).
  public String regex() {
    return Pattern.compile("\\.").matcher(prefix).replaceAll("\\\\.") + "\\.[a-z0-9][a-z0-9-]*";
  }

  @Override
  public String toString() {
    return prefix + ".<tenant>";
  }
}
