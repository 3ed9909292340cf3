package dev.sluice.testsupport;

import dev.sluice.schemas.CategoryRule;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.SecretRef;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.Tenant.Routing;
import dev.sluice.schemas.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Makes tenants for tests, their secrets in files of this JVM's own.
///
/// What a test does not say is filled in: a random app secret, verify token and API token, one
/// account on each channel, the shipped categories and routing, no provider. Not thread-safe; the
/// tenants are.
public final class TestTenants {

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

  /// Tells the accounts of one JVM apart; starts at random so that those of two JVMs differ too.
  private static final AtomicLong ACCOUNTS =
      new AtomicLong(ThreadLocalRandom.current().nextLong(1_000_000_000L) * 1000);

  private final TenantId id;
  private final List<String> appSecrets = new ArrayList<>();
  private final List<Tenant.Asset> assets = new ArrayList<>();
  private final List<CategoryRule> categories = new ArrayList<>();
  private String verifyToken = secret();
  private Routing routing = new Routing("general", List.of(), false);
  private @Nullable URI providerUrl;
  private int maxInFlight = 30;
  private double ratePerSecond = 1000;
  private Duration requestTimeout = REQUEST_TIMEOUT;

  private TestTenants(TenantId id) {
    this.id = id;
  }

  /// A tenant that no other test has.
  public static TestTenant unique() {
    return unique("tenant");
  }

  /// A tenant that no other test has, called `<prefix>-<8 hex digits>`.
  public static TestTenant unique(String prefix) {
    return builder(prefix).build();
  }

  /// Begins a tenant that no other test has, called `<prefix>-<8 hex digits>`.
  public static TestTenants builder(String prefix) {
    return named(new TenantId(prefix + "-" + random(4)));
  }

  /// Begins a tenant of a given name.
  public static TestTenants named(TenantId id) {
    return new TestTenants(id);
  }

  /// Adds an app secret instead of the random one; several are a rotation.
  public TestTenants appSecret(String value) {
    appSecrets.add(value);
    return this;
  }

  public TestTenants verifyToken(String value) {
    verifyToken = value;
    return this;
  }

  /// Adds an account instead of the three random ones.
  public TestTenants account(Channel channel, String account) {
    assets.add(new Tenant.Asset(channel, account));
    return this;
  }

  public TestTenants routing(Routing value) {
    routing = value;
    return this;
  }

  /// Adds a category; with one, the shipped table does not apply.
  public TestTenants category(String name, int weight, String... keywords) {
    categories.add(new CategoryRule(name, weight, List.of(keywords)));
    return this;
  }

  /// Where the tenant's messages leave: the provider's base address, version included.
  public TestTenants provider(URI url) {
    providerUrl = url;
    return this;
  }

  /// Requests at the provider at once; 30 when not said.
  public TestTenants maxInFlight(int value) {
    maxInFlight = value;
    return this;
  }

  /// Requests begun per second; 1000, the most there is, when not said.
  public TestTenants ratePerSecond(double value) {
    ratePerSecond = value;
    return this;
  }

  /// The time one request may take; 30 s when not said.
  public TestTenants requestTimeout(Duration value) {
    requestTimeout = value;
    return this;
  }

  /// Writes the secrets to files and makes the tenant.
  public TestTenant build() {
    List<String> secrets = appSecrets.isEmpty() ? List.of(secret()) : List.copyOf(appSecrets);
    List<Tenant.Asset> accounts = assets.isEmpty() ? oneOnEachChannel() : List.copyOf(assets);
    String providerToken = secret();
    String apiToken = secret();
    Tenant tenant =
        Tenant.of(
            id,
            id.value(),
            new Tenant.Webhooks(
                secrets.stream().map(TestTenants::file).toList(), file(verifyToken), accounts),
            provider(accounts, providerToken),
            routing,
            categories,
            List.of(file(apiToken)));
    return new TestTenant(tenant, secrets, verifyToken, providerToken, apiToken);
  }

  private Tenant.@Nullable Provider provider(List<Tenant.Asset> accounts, String token) {
    if (providerUrl == null) {
      return null;
    }
    return new Tenant.Provider(
        Tenant.Provider.Kind.WHATSAPP_CLOUD,
        providerUrl,
        accounts.getFirst().id(),
        file(token),
        maxInFlight,
        ratePerSecond,
        requestTimeout);
  }

  /// WhatsApp first: its phone number id is also the account messages leave from.
  private static List<Tenant.Asset> oneOnEachChannel() {
    List<Tenant.Asset> accounts = new ArrayList<>();
    for (Channel channel : Channel.values()) {
      accounts.add(new Tenant.Asset(channel, "1" + "%014d".formatted(ACCOUNTS.incrementAndGet())));
    }
    return accounts;
  }

  /// A reference to a new file that holds `value` and is gone when the JVM ends.
  public static SecretRef file(String value) {
    try {
      Path file = Files.createTempFile(SecretFiles.DIRECTORY, "secret-", "");
      Files.writeString(file, value);
      return new SecretRef("file:" + file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class SecretFiles {
    static final Path DIRECTORY = AtExit.directory("sluice-test-secrets-");
  }

  private static String secret() {
    return random(16);
  }

  private static String random(int bytes) {
    byte[] drawn = new byte[bytes];
    ThreadLocalRandom.current().nextBytes(drawn);
    return HexFormat.of().formatHex(drawn);
  }
}
