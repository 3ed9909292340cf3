package dev.sluice.launcher.services;

import dev.sluice.enrichers.CategoryModel;
import dev.sluice.enrichers.SentimentModel;
import dev.sluice.enrichers.embedded.EmbeddedModels;
import dev.sluice.enrichers.remote.RemoteCalls;
import dev.sluice.enrichers.remote.RemoteModels;
import dev.sluice.schemas.Tenant;
import dev.sluice.tenants.Secrets;
import dev.sluice.tenants.Tenants;

/// The models of this process: for each tenant its own over HTTP, if it has one, and the embedded
/// ones for everybody else and whenever a tenant's own does not answer. Thread-safe.
public final class TenantModels implements AutoCloseable {

  private final EmbeddedModels embedded;
  private final RemoteModels remote;

  private TenantModels(EmbeddedModels embedded, RemoteModels remote) {
    this.embedded = embedded;
    this.remote = remote;
  }

  /// Loads the embedded models, which takes about a second of one core.
  ///
  /// @param secrets opens the tokens of remote models
  /// @param listener hears how remote models answer
  public static TenantModels open(Secrets secrets, RemoteCalls listener) {
    EmbeddedModels embedded = EmbeddedModels.open();
    return new TenantModels(
        embedded,
        RemoteModels.open(secrets::resolve, embedded.sentiment(), embedded.category(), listener));
  }

  public SentimentModel sentiment() {
    return remote.sentiment();
  }

  public CategoryModel category() {
    return remote.category();
  }

  /// Begins to learn the categories of these tenants, so that nobody's first message waits for it.
  public void prepare(Tenants tenants) {
    tenants.all().forEach(this::prepare);
  }

  /// The same for one tenant that is new or has changed.
  public void prepare(Tenant tenant) {
    embedded.prepare(tenant);
  }

  @Override
  public void close() {
    remote.close();
    embedded.close();
  }
}
