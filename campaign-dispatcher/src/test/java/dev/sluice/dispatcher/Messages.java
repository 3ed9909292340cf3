package dev.sluice.dispatcher;

import dev.sluice.schemas.Address;
import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.InDoubtRule;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.OutboundMessage.Body;
import dev.sluice.schemas.SecretRef;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Messages and tenants for the tests of this module.
final class Messages {

  static final CampaignId SPRING = new CampaignId("spring");

  private Messages() {}

  static Campaign campaign(TenantId tenant, CampaignId id, Campaign.State state) {
    return new Campaign(tenant, id, state, 100, null, Instant.parse("2026-11-20T10:00:00Z"));
  }

  /// A message of the campaign `spring`, to a recipient of its own.
  static OutboundMessage bulk(TenantId tenant, String id) {
    return bulk(tenant, SPRING, id);
  }

  /// A message of a campaign, to a recipient of its own.
  static OutboundMessage bulk(TenantId tenant, CampaignId campaign, String id) {
    return new OutboundMessage(
        tenant,
        id,
        campaign,
        Channel.WHATSAPP,
        new Address("49155" + Integer.toUnsignedString(id.hashCode())),
        new Body.Template("offer", "en_US", List.of("Ann")),
        Instant.parse("2026-11-20T10:00:00Z"));
  }

  /// A reply to one customer.
  static OutboundMessage reply(TenantId tenant, String id, String customer) {
    return new OutboundMessage(
        tenant,
        id,
        null,
        Channel.WHATSAPP,
        new Address(customer),
        new Body.Text("On its way."),
        Instant.parse("2026-11-20T10:00:00Z"));
  }

  /// A provider that takes a thousand a second, as far as the dispatcher knows.
  static Tenant.Provider provider(URI url, String account, SecretRef token, int window) {
    return new Tenant.Provider(
        Tenant.Provider.Kind.WHATSAPP_CLOUD,
        url,
        account,
        token,
        window,
        1000,
        Duration.ofSeconds(30));
  }

  /// The same with a rule of its own for what is in doubt.
  static Tenant.Provider provider(
      URI url, String account, SecretRef token, int window, InDoubtRule rule) {
    return new Tenant.Provider(
        Tenant.Provider.Kind.WHATSAPP_CLOUD,
        url,
        account,
        token,
        window,
        1000,
        Duration.ofSeconds(30),
        null,
        null,
        false,
        null,
        rule);
  }

  static Tenant tenant(TenantId id, Tenant.Provider provider) {
    Tenant.Webhooks webhooks =
        new Tenant.Webhooks(
            List.of(new SecretRef("env:APP_SECRET")), new SecretRef("env:VERIFY"), List.of());
    return Tenant.of(id, null, webhooks, provider, null, null, null);
  }
}
