package dev.sluice.dispatcher;

import dev.sluice.dispatcher.ProviderAnswer.InDoubt;
import dev.sluice.dispatcher.ProviderAnswer.Refused;
import dev.sluice.dispatcher.ProviderAnswer.TenantStopped;
import dev.sluice.dispatcher.ProviderAnswer.Transient;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.Tenant;
import dev.sluice.tenants.SecretUnavailable;
import dev.sluice.tenants.Secrets;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The WhatsApp Cloud API of one tenant, or whatever speaks its contract. Thread-safe.
///
/// A failure before any of the body was given to the connection was certainly not sent; any later
/// one without an answer is in doubt.
final class CloudApiProvider implements Provider {

  /// An answer's body, in bytes: an accepting one has 250, an error 600. More is not the API's.
  private static final int ANSWER_BYTES_MAX = 64 * 1024;

  private final HttpClient http;
  private final Tenant.Provider settings;
  private final Secrets secrets;
  private final InstantSource clock;

  CloudApiProvider(
      HttpClient http, Tenant.Provider settings, Secrets secrets, InstantSource clock) {
    this.http = http;
    this.settings = settings;
    this.secrets = secrets;
    this.clock = clock;
  }

  @Override
  public ProviderAnswer send(OutboundMessage message) throws InterruptedException {
    if (message.channel() != Channel.WHATSAPP) {
      String channel = message.channel().wireName();
      return new Refused("channel", "the tenant's provider does not serve " + channel);
    }
    WitnessedBody body = new WitnessedBody(CloudApiFormat.request(message));
    HttpRequest request;
    try {
      request = request(body);
    } catch (SecretUnavailable e) {
      return new TenantStopped("secret", String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      return new TenantStopped("address", "url, account and token do not make a request");
    }
    return exchange(request, body);
  }

  private HttpRequest request(WitnessedBody body) {
    URI address = URI.create(settings.url() + "/" + settings.account() + "/messages");
    return HttpRequest.newBuilder(address)
        .timeout(settings.requestTimeout())
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + secrets.resolve(settings.token()))
        .POST(body)
        .build();
  }

  /// The client's own timeout ends with the head of the answer; this one covers its body, too.
  private ProviderAnswer exchange(HttpRequest request, WitnessedBody body)
      throws InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
    try {
      HttpResponse<byte[]> answer =
          exchange.get(settings.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
      String retryAfter = answer.headers().firstValue("Retry-After").orElse(null);
      return CloudApiFormat.answer(answer.statusCode(), answer.body(), retryAfter, clock.instant());
    } catch (ExecutionException e) {
      return unanswered(body, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      return unanswered(body, e);
    } finally {
      exchange.cancel(true); // has no effect on one that is complete
    }
  }

  private static ProviderAnswer unanswered(WitnessedBody body, Throwable cause) {
    String kind = cause.getClass().getSimpleName();
    return body.isTouched()
        ? new InDoubt("no answer: " + kind)
        : new Transient("connection", "no connection: " + kind);
  }
}
