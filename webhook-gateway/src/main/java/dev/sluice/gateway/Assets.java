package dev.sluice.gateway;

import dev.sluice.tenants.Tenants;

/// The index of the tenants known now, made anew when they change. Thread-safe.
final class Assets {

  private final Tenants tenants;
  private volatile Made made;

  private record Made(long revision, AssetIndex index) {}

  Assets(Tenants tenants) {
    this.tenants = tenants;
    this.made = make(tenants);
  }

  AssetIndex now() {
    Made latest = made;
    if (latest.revision() != tenants.revision()) {
      latest = make(tenants);
      made = latest;
    }
    return latest.index();
  }

  private static Made make(Tenants tenants) {
    long revision = tenants.revision();
    return new Made(revision, new AssetIndex(tenants.all()));
  }
}
