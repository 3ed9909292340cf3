package dev.sluice.gateway;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpParameters;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.exceptions.ContentLengthExceededException;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/// A tenant's own app at `/webhooks/{tenant}`: turns a request into a call of the gateway, and its
/// reply into a response.
@Controller("/webhooks")
@Requires(beans = WebhookGateway.class)
final class WebhookController {

  private final WebhookGateway gateway;
  private final HttpReplies replies;

  WebhookController(WebhookGateway gateway) {
    this.gateway = gateway;
    this.replies = new HttpReplies(gateway.retryAfter());
  }

  @Get("/{tenant}")
  @Produces(MediaType.ALL)
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<byte[]> shakeHands(String tenant, HttpRequest<?> request) {
    HttpParameters query = request.getParameters();
    Handshake handshake =
        new Handshake(
            tenant,
            query.get("hub.mode"),
            query.get("hub.verify_token"),
            query.get("hub.challenge"));
    return replies.response(gateway.shakeHands(handshake));
  }

  @Post("/{tenant}")
  @Consumes(MediaType.ALL)
  @Produces(MediaType.ALL)
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<byte[]> receive(String tenant, HttpRequest<byte[]> request) {
    Delivery delivery =
        new Delivery(
            tenant,
            request.getPath(),
            request.getHeaders().getAll(SignatureVerifier.HEADER),
            request.getHeaders().get(TraceParent.HEADER),
            gateway.now());
    byte[] body = request.getBody().orElseGet(() -> new byte[0]);
    return replies.response(gateway.receive(delivery, body));
  }

  @Error
  HttpResponse<byte[]> refuseTooLarge(ContentLengthExceededException e) {
    return replies.response(gateway.refuseTooLarge());
  }
}
