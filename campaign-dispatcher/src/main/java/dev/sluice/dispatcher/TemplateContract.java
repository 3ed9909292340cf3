package dev.sluice.dispatcher;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.dispatcher.ProviderAnswer.Accepted;
import dev.sluice.dispatcher.ProviderAnswer.InDoubt;
import dev.sluice.dispatcher.ProviderAnswer.Refused;
import dev.sluice.dispatcher.ProviderAnswer.TenantStopped;
import dev.sluice.dispatcher.ProviderAnswer.Throttled;
import dev.sluice.dispatcher.ProviderAnswer.Transient;
import dev.sluice.schemas.Json;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.OutboundMessage.Body;
import dev.sluice.schemas.ProviderTemplate;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Any JSON over HTTP, as the tenant describes it.
record TemplateContract(URI url, ProviderTemplate template) implements Contract {

  @Override
  public HttpRequest.Builder head(String secret) {
    String scheme = template.scheme();
    return HttpRequest.newBuilder(Contract.below(url, template.path()))
        .header("Content-Type", "application/json")
        .header(template.secretHeader(), scheme == null ? secret : scheme + " " + secret);
  }

  @Override
  public String body(OutboundMessage message) {
    return FilledRequest.of(parsed(), message);
  }

  /// A request without a place for something would be sent without it. The language and the kind of
  /// media may be left to the provider, which knows them by the template's name and the media's id.
  @Override
  public Optional<Refused> contentRefusal(Body body) {
    Set<String> places = FilledRequest.places(parsed());
    return needed(body).stream()
        .filter(oneOf -> oneOf.stream().noneMatch(places::contains))
        .findFirst()
        .flatMap(
            oneOf ->
                Contract.cannotCarry(
                    "the provider's request has no " + String.join(" or ", oneOf)));
  }

  /// For each thing the content holds, the places that could take it.
  private static List<List<String>> needed(Body body) {
    List<List<String>> needed = new ArrayList<>();
    switch (body) {
      case Body.Text _ -> needed.add(List.of(ProviderTemplate.TEXT));
      case Body.Template template -> {
        needed.add(List.of(ProviderTemplate.TEMPLATE));
        if (template.header() != null || !template.buttons().isEmpty()) {
          needed.add(List.of(ProviderTemplate.COMPONENTS));
        } else if (!template.parameters().isEmpty()) {
          needed.add(List.of(ProviderTemplate.PARAMETERS, ProviderTemplate.COMPONENTS));
        }
      }
      case Body.Media media -> {
        needed.add(List.of(ProviderTemplate.MEDIA_ID));
        if (media.caption() != null) {
          needed.add(List.of(ProviderTemplate.CAPTION));
        }
        if (media.filename() != null) {
          needed.add(List.of(ProviderTemplate.FILENAME));
        }
      }
    }
    return needed;
  }

  @Override
  public ProviderAnswer read(HttpAnswer answer) {
    int status = answer.status();
    String code = HttpStatuses.code(answer);
    String reason = "HTTP status " + status;
    if (template.throttled().contains(status)) {
      return new Throttled(code, reason, answer.asked());
    }
    if (template.stopped().contains(status)) {
      return new TenantStopped(code, reason);
    }
    if (template.retryable().contains(status)) {
      return new Transient(code, reason);
    }
    if (template.inDoubt().contains(status)) {
      return new InDoubt(reason);
    }
    return answer.isSuccess() ? accepted(answer) : HttpStatuses.meaning(answer);
  }

  private ProviderAnswer accepted(HttpAnswer answer) {
    String id = answer.json().at(JsonPointer.compile(template.idAt())).asText("");
    return id.isEmpty()
        ? new InDoubt("HTTP status %d without an id".formatted(answer.status()))
        : new Accepted(id);
  }

  private JsonNode parsed() {
    try {
      return Json.mapper().readTree(template.request());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the request was JSON when it was read", null);
    }
  }
}
