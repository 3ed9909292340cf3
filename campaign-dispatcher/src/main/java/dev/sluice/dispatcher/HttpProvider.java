package dev.sluice.dispatcher;

import dev.sluice.dispatcher.ProviderAnswer.InDoubt;
import dev.sluice.dispatcher.ProviderAnswer.Refused;
import dev.sluice.dispatcher.ProviderAnswer.TenantStopped;
import dev.sluice.dispatcher.ProviderAnswer.Transient;
import dev.sluice.dispatcher.ProviderHttp.Reply;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.Tenant;
import dev.sluice.tenants.SecretUnavailable;
import dev.sluice.tenants.Secrets;
import java.util.Optional;

/// One tenant's provider, whatever its contract. Thread-safe.
///
/// What failed before any of it could reach the provider was certainly not sent; whatever fails
/// later without an answer is in doubt.
final class HttpProvider implements Provider {

  private final ProviderHttp http;
  private final Contract contract;
  private final Tenant.Provider settings;
  private final Secrets secrets;

  HttpProvider(ProviderHttp http, Contract contract, Tenant.Provider settings, Secrets secrets) {
    this.http = http;
    this.contract = contract;
    this.settings = settings;
    this.secrets = secrets;
  }

  @Override
  public ProviderAnswer send(OutboundMessage message) throws InterruptedException {
    Optional<Refused> refusal = contract.refusal(message);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    String body = contract.body(message);
    Reply reply;
    try {
      String secret = secrets.resolve(settings.token());
      reply = http.post(contract.head(secret), body, settings.requestTimeout());
    } catch (SecretUnavailable e) {
      return new TenantStopped("secret", String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      return new TenantStopped("address", "url, account and token do not make a request");
    }
    return switch (reply) {
      case Reply.Answered(HttpAnswer answer) -> contract.read(answer);
      case Reply.NeverSent(String cause) -> new Transient("connection", "no connection: " + cause);
      case Reply.Unanswered(String cause) -> new InDoubt("no answer: " + cause);
    };
  }
}
