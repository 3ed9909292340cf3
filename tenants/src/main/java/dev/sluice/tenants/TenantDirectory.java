package dev.sluice.tenants;

import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A live view of the topic `tenants`.
///
/// Complete as of the moment [#follow] was called, and following the topic since. A record that
/// cannot be read leaves what was known before. While the cluster is away the view stays as it is.
/// Thread-safe.
public final class TenantDirectory implements Tenants, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TenantDirectory.class);

  private final CompactedLog log;
  private final TenantView view = new TenantView();
  private final List<Consumer<Tenant>> listeners = new CopyOnWriteArrayList<>();
  private final Following following;

  private TenantDirectory(CompactedLog log) {
    this.log = log;
    this.following = new Following(Topics.TENANTS, log, this::takeNews);
  }

  /// Reads the topic to its end and follows it from then on, with a thread of its own.
  ///
  /// @param connection Kafka client settings, `bootstrap.servers` among them
  /// @throws TenantsUnavailable when the topic does not exist or cannot be read within 30 s
  public static TenantDirectory follow(Map<String, Object> connection) {
    CompactedLog log = new CompactedLog(Topics.TENANTS, connection);
    try {
      TenantDirectory directory = new TenantDirectory(log);
      directory.view.take(TenantLog.readToEnd(log));
      directory.following.start();
      return directory;
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  /// Has the listener called with every tenant that appears or changes from now on, on the
  /// directory's thread, after the view shows the change. A removal is not announced. What a
  /// listener throws is logged. To miss nothing, register first and read [#all] then.
  public void onChange(Consumer<Tenant> listener) {
    listeners.add(listener);
  }

  @Override
  public Optional<Tenant> find(TenantId id) {
    return view.find(id);
  }

  @Override
  public List<Tenant> all() {
    return view.all();
  }

  @Override
  public long revision() {
    return view.revision();
  }

  /// How many records could not be read since the directory was opened.
  public long unreadable() {
    return view.unreadable();
  }

  /// Stops following; the view stays as it is. Returns within three seconds, at once as a rule.
  @Override
  public void close() {
    following.close();
  }

  private void takeNews() {
    view.take(TenantLog.awaitNews(log)).forEach(this::announce);
  }

  private void announce(Tenant tenant) {
    LOG.atInfo().addKeyValue("tenant", tenant.id()).log("tenant settings changed");
    for (Consumer<Tenant> listener : listeners) {
      try {
        listener.accept(tenant);
      } catch (RuntimeException e) {
        LOG.atError()
            .addKeyValue("tenant", tenant.id())
            .setCause(e)
            .log("a listener failed on a tenant's change");
      }
    }
  }
}
