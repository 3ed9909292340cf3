package dev.sluice.gateway;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpHeaders;
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

/// Apps that tenants share at `/webhooks`, a tenant's own app at `/webhooks/{tenant}`: turns a
/// request into a call of the gateway, and its reply into a response.
@Controller("/webhooks")
@Requires(beans = WebhookGateway.class)
final class WebhookController {

  private static final String NOT_COMPRESSED = "identity";

  private final WebhookGateway gateway;
  private final HttpReplies replies;

  WebhookController(WebhookGateway gateway) {
    this.gateway = gateway;
    this.replies = new HttpReplies(gateway.retryAfter());
  }

  @Get
  @Produces(MediaType.ALL)
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<byte[]> shakeHands(HttpRequest<?> request) {
    return replies.response(gateway.shakeHands(handshake(request)));
  }

  @Get("/{tenant}")
  @Produces(MediaType.ALL)
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<byte[]> shakeHands(String tenant, HttpRequest<?> request) {
    return replies.response(gateway.shakeHands(tenant, handshake(request)));
  }

  @Post
  @Consumes(MediaType.ALL)
  @Produces(MediaType.ALL)
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<byte[]> receive(HttpRequest<byte[]> request) {
    Reply reply =
        isCompressed(request)
            ? gateway.refuse(new Reply.Compressed())
            : gateway.receive(delivery(request), body(request));
    return replies.response(reply);
  }

  @Post("/{tenant}")
  @Consumes(MediaType.ALL)
  @Produces(MediaType.ALL)
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<byte[]> receive(String tenant, HttpRequest<byte[]> request) {
    Reply reply =
        isCompressed(request)
            ? gateway.refuse(new Reply.Compressed())
            : gateway.receive(tenant, delivery(request), body(request));
    return replies.response(reply);
  }

  @Error
  HttpResponse<byte[]> refuseTooLarge(ContentLengthExceededException e) {
    return replies.response(gateway.refuse(new Reply.TooLarge()));
  }

  private static Handshake handshake(HttpRequest<?> request) {
    HttpParameters query = request.getParameters();
    return new Handshake(
        query.get("hub.mode"),
        query.get("hub.verify_token"),
        query.get("hub.challenge"),
        Source.of(request.getRemoteAddress()));
  }

  private Delivery delivery(HttpRequest<?> request) {
    return new Delivery(
        request.getPath(),
        Source.of(request.getRemoteAddress()),
        request.getHeaders().getAll(SignatureVerifier.HEADER),
        request.getHeaders().get(TraceParent.HEADER),
        gateway.now());
  }

  private static byte[] body(HttpRequest<byte[]> request) {
    return request.getBody().orElseGet(() -> new byte[0]);
  }

  private static boolean isCompressed(HttpRequest<?> request) {
    return request.getHeaders().getAll(HttpHeaders.CONTENT_ENCODING).stream()
        .anyMatch(encoding -> !encoding.isBlank() && !NOT_COMPRESSED.equalsIgnoreCase(encoding));
  }
}
