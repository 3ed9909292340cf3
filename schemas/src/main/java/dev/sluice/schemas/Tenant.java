package dev.sluice.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything Sluice knows about one tenant. The value of the compacted topic `tenants`, and the
/// content of a tenant file.
///
/// @param name what people call it; the id when not given
/// @param webhooks how deliveries to this tenant are recognised and verified
/// @param provider how messages leave; absent for a tenant that only receives
/// @param routing which inbox a message goes to
/// @param categories the tenant's own categories; empty means the shipped ones that `models` names
/// @param models which models read its messages
/// @param priority what makes a message urgent
/// @param apiTokens secrets that open the tenant's inbox over HTTP
public record Tenant(
    TenantId id,
    String name,
    Webhooks webhooks,
    @Nullable Provider provider,
    Routing routing,
    List<CategoryRule> categories,
    Models models,
    PriorityRules priority,
    List<SecretRef> apiTokens) {

  /// Example lines of all categories together: 77 topics at 130 lines twice over. A model takes 1
  /// to 3 ms a line, so the largest set is fitted within a minute, and it takes 2 MB of a record.
  static final int LINES_MAX = 20_000;

  /// @throws InvalidSetting naming the key and its constraint
  public Tenant {
    categories = List.copyOf(categories);
    apiTokens = List.copyOf(apiTokens);
    Settings.unique("categories", categories.stream().map(CategoryRule::name).toList());
    Settings.atMost(
        "categories",
        categories.stream().mapToInt(CategoryRule::lines).sum(),
        LINES_MAX,
        "example lines");
  }

  /// Reads a tenant with everything but `id` and `webhooks` optional.
  @JsonCreator
  public static Tenant of(
      @JsonProperty("id") @Nullable TenantId id,
      @JsonProperty("name") @Nullable String name,
      @JsonProperty("webhooks") @Nullable Webhooks webhooks,
      @JsonProperty("provider") @Nullable Provider provider,
      @JsonProperty("routing") @Nullable Routing routing,
      @JsonProperty("categories") @Nullable List<CategoryRule> categories,
      @JsonProperty("models") @Nullable Models models,
      @JsonProperty("priority") @Nullable PriorityRules priority,
      @JsonProperty("apiTokens") @Nullable List<SecretRef> apiTokens) {
    TenantId known = Settings.required("id", id);
    return new Tenant(
        known,
        name == null ? known.value() : name,
        Settings.required("webhooks", webhooks),
        provider,
        routing == null ? Routing.DEFAULT : routing,
        categories == null ? List.of() : categories,
        models == null ? Models.DEFAULT : models,
        priority == null ? PriorityRules.DEFAULT : priority,
        apiTokens == null ? List.of() : apiTokens);
  }

  /// A tenant whose messages the embedded models read and the shipped weights score.
  public static Tenant of(
      TenantId id,
      @Nullable String name,
      Webhooks webhooks,
      @Nullable Provider provider,
      @Nullable Routing routing,
      @Nullable List<CategoryRule> categories,
      @Nullable List<SecretRef> apiTokens) {
    return of(id, name, webhooks, provider, routing, categories, null, null, apiTokens);
  }

  /// How deliveries to this tenant are recognised and verified.
  ///
  /// @param appSecrets any of them may sign; several while one is being rotated. None means every
  ///   delivery is refused
  /// @param verifyToken what Meta repeats in its handshake
  /// @param assets the phone numbers, pages and accounts that are this tenant's
  /// @param sharedApp whether other tenants are behind the same app, so that its deliveries come to
  ///   an address all share and assets tell whose they are; false by default
  public record Webhooks(
      List<SecretRef> appSecrets, SecretRef verifyToken, List<Asset> assets, boolean sharedApp) {
    public Webhooks {
      appSecrets = List.copyOf(appSecrets);
      assets = List.copyOf(assets);
      Settings.notEmpty("appSecrets", appSecrets, "must name at least one secret");
    }

    /// A tenant with an app of its own.
    public Webhooks(List<SecretRef> appSecrets, SecretRef verifyToken, List<Asset> assets) {
      this(appSecrets, verifyToken, assets, false);
    }

    @JsonCreator
    static Webhooks of(
        @JsonProperty("appSecrets") @Nullable List<SecretRef> appSecrets,
        @JsonProperty("verifyToken") @Nullable SecretRef verifyToken,
        @JsonProperty("assets") @Nullable List<Asset> assets,
        @JsonProperty("sharedApp") @Nullable Boolean sharedApp) {
      return new Webhooks(
          Settings.required("appSecrets", appSecrets),
          Settings.required("verifyToken", verifyToken),
          assets == null ? List.of() : assets,
          sharedApp != null && sharedApp);
    }
  }

  /// One phone number id, WhatsApp business account id, page id or Instagram id. A business account
  /// stands for those of its numbers that no tenant names.
  public record Asset(Channel channel, String id) {
    @JsonCreator
    static Asset of(
        @JsonProperty("channel") @Nullable Channel channel,
        @JsonProperty("id") @Nullable String id) {
      return new Asset(Settings.required("channel", channel), Settings.required("id", id));
    }
  }

  /// How messages leave.
  ///
  /// @param url where the provider's API begins, for example `https://graph.facebook.com/v23.0`
  /// @param account the sending phone number id; of `twilio` the account's SID
  /// @param maxInFlight requests under way at once, 1 to 1000; 30 by default
  /// @param ratePerSecond begun per second, at most 1000; 80 by default, a phone number's own limit
  /// @param requestTimeout for one request, 100 ms to 5 min; 30 s by default
  /// @param sender of `twilio`: the number messages come from, as `+14155238886`
  /// @param http of `http`: what its requests and answers look like
  /// @param adaptive whether the window shrinks when the provider throttles, and grows back; fixed
  ///   by default
  /// @param messagingLimit people who may be written to in 24 hours outside a conversation, as the
  ///   channel grants it (250, 2,000, 10,000, 100,000); absent for no limit or not known
  /// @param whenInDoubt what becomes of a message whose request was not answered
  public record Provider(
      Kind kind,
      URI url,
      String account,
      SecretRef token,
      int maxInFlight,
      double ratePerSecond,
      Duration requestTimeout,
      @Nullable String sender,
      @Nullable ProviderTemplate http,
      boolean adaptive,
      @Nullable Integer messagingLimit,
      InDoubtRule whenInDoubt) {

    static final int MAX_IN_FLIGHT = 30;
    static final double RATE_PER_SECOND = 80;
    static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    private static final int LIMIT_MAX = 10_000_000;
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /// The contract the provider speaks.
    public enum Kind {
      @JsonProperty("whatsapp-cloud")
      WHATSAPP_CLOUD,
      @JsonProperty("360dialog")
      DIALOG_360,
      @JsonProperty("twilio")
      TWILIO,
      @JsonProperty("http")
      HTTP
    }

    public Provider {
      Settings.between("maxInFlight", maxInFlight, 1, 1000);
      Settings.between("ratePerSecond", ratePerSecond, 0.001, 1000);
      Settings.between("requestTimeout", requestTimeout, SHORTEST, LONGEST);
      Settings.http("url", url);
      Settings.phone("sender", sender);
      if (messagingLimit != null) {
        Settings.between("messagingLimit", messagingLimit, 1, LIMIT_MAX);
      }
      switch (kind) {
        case WHATSAPP_CLOUD, DIALOG_360 -> {} // need nothing more
        case TWILIO -> Settings.required("sender", sender);
        case HTTP -> Settings.required("http", http);
      }
    }

    /// A provider that needs no more than every kind does.
    public Provider(
        Kind kind,
        URI url,
        String account,
        SecretRef token,
        int maxInFlight,
        double rate,
        Duration timeout) {
      this(kind, url, account, token, maxInFlight, rate, timeout, null, null);
    }

    /// A provider of any kind with a fixed window, no messaging limit and the default rule for what
    /// is in doubt.
    public Provider(
        Kind kind,
        URI url,
        String account,
        SecretRef token,
        int maxInFlight,
        double rate,
        Duration timeout,
        @Nullable String sender,
        @Nullable ProviderTemplate http) {
      this(
          kind,
          url,
          account,
          token,
          maxInFlight,
          rate,
          timeout,
          sender,
          http,
          false,
          null,
          InDoubtRule.DEFAULT);
    }

    @JsonCreator
    static Provider of(
        @JsonProperty("kind") @Nullable Kind kind,
        @JsonProperty("url") @Nullable URI url,
        @JsonProperty("account") @Nullable String account,
        @JsonProperty("token") @Nullable SecretRef token,
        @JsonProperty("maxInFlight") @Nullable Integer maxInFlight,
        @JsonProperty("ratePerSecond") @Nullable Double ratePerSecond,
        @JsonProperty("requestTimeout") @Nullable Duration requestTimeout,
        @JsonProperty("sender") @Nullable String sender,
        @JsonProperty("http") @Nullable ProviderTemplate http,
        @JsonProperty("adaptive") @Nullable Boolean adaptive,
        @JsonProperty("messagingLimit") @Nullable Integer messagingLimit,
        @JsonProperty("whenInDoubt") @Nullable InDoubtRule whenInDoubt) {
      return new Provider(
          Settings.required("kind", kind),
          Settings.required("url", url),
          Settings.required("account", account),
          Settings.required("token", token),
          maxInFlight == null ? MAX_IN_FLIGHT : maxInFlight,
          ratePerSecond == null ? RATE_PER_SECOND : ratePerSecond,
          requestTimeout == null ? REQUEST_TIMEOUT : requestTimeout,
          sender,
          http,
          adaptive != null && adaptive,
          messagingLimit,
          whenInDoubt == null ? InDoubtRule.DEFAULT : whenInDoubt);
    }
  }

  /// Which inbox a message goes to: the first rule that matches, else the fallback.
  ///
  /// @param fallback the inbox of what no rule matches; `general` by default
  /// @param ownTopic whether the tenant's items also go to a topic of its own, `inbox.<tenant>`
  public record Routing(String fallback, List<RoutingRule> rules, boolean ownTopic) {

    static final Routing DEFAULT = new Routing("general", List.of(), false);

    public Routing {
      rules = List.copyOf(rules);
    }

    @JsonCreator
    static Routing of(
        @JsonProperty("fallback") @Nullable String fallback,
        @JsonProperty("rules") @Nullable List<RoutingRule> rules,
        @JsonProperty("ownTopic") @Nullable Boolean ownTopic) {
      return new Routing(
          fallback == null ? DEFAULT.fallback() : fallback,
          rules == null ? List.of() : rules,
          ownTopic != null && ownTopic);
    }
  }
}
