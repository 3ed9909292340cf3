package dev.sluice.tenants;

import dev.sluice.schemas.Address;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.OptOut;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Who is not to be written to: a live view of the topic `opt-outs`.
///
/// Complete as of the moment [#follow] was called, and following the topic since. While the cluster
/// is away the view stays as it is. A record's key says all that counts here, so one whose value
/// cannot be read still keeps a person from being written to. Holds some 150 bytes per opt-out.
/// Thread-safe.
public final class OptOuts implements AutoCloseable {

  private final Set<String> keys = ConcurrentHashMap.newKeySet();
  private final CompactedLog log;
  private final Following following;

  private OptOuts(CompactedLog log) {
    this.log = log;
    this.following = new Following(Topics.OPT_OUTS, log, this::takeNews);
  }

  /// Reads the topic to its end and follows it from then on, with a thread of its own.
  ///
  /// @param connection Kafka client settings, `bootstrap.servers` among them
  /// @throws TenantsUnavailable when the topic does not exist or cannot be read within 30 s
  public static OptOuts follow(Map<String, Object> connection) {
    CompactedLog log = new CompactedLog(Topics.OPT_OUTS, connection);
    try {
      OptOuts optOuts = new OptOuts(log);
      log.readToEnd(optOuts::take);
      optOuts.following.start();
      return optOuts;
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  /// Whether that person is not to be written to by campaigns of that tenant.
  public boolean isOptedOut(TenantId tenant, Channel channel, Address recipient) {
    return keys.contains(OptOut.key(tenant, channel, recipient));
  }

  /// Stops following; the view stays as it is. Returns within three seconds, at once as a rule.
  @Override
  public void close() {
    following.close();
  }

  private void takeNews() {
    log.awaitNews().forEach(this::take);
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    byte @Nullable [] bytes = record.key();
    if (bytes == null) {
      return;
    }
    String key = new String(bytes, StandardCharsets.UTF_8);
    if (record.value() == null) {
      keys.remove(key);
    } else {
      keys.add(key);
    }
  }
}
