package dev.sluice.inbox;

import dev.sluice.schemas.TenantId;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Map;

/// Signing in and out: a browser trades the token for a cookie.
@Controller("/api/session")
@Requires(beans = InboxService.class)
@ExecuteOn(TaskExecutors.BLOCKING)
final class SessionController {

  private final InboxService inbox;

  SessionController(InboxService inbox) {
    this.inbox = inbox;
  }

  /// Who is signed in.
  ///
  /// @param name what people call the tenant
  record Session(TenantId tenant, String name) {}

  @Get
  HttpResponse<byte[]> current(HttpRequest<?> request) {
    return Reply.ok(session(inbox.access().require(request).tenant()));
  }

  /// Takes the form field `token`. Only from a page of this site: another's form could sign a
  /// browser in as somebody else without its user noticing.
  @Post
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  HttpResponse<byte[]> signIn(HttpRequest<?> request, @Body Map<String, String> form) {
    if ("cross-site".equals(request.getHeaders().get("Sec-Fetch-Site"))) {
      throw ApiProblem.crossSite();
    }
    String token = form.getOrDefault("token", "").strip();
    TenantId tenant = inbox.access().tenantOf(token).orElseThrow(ApiProblem::unauthorized);
    return Reply.ok(session(tenant)).cookie(inbox.access().cookie(request, token));
  }

  @Delete
  HttpResponse<byte[]> signOut(HttpRequest<?> request) {
    return HttpResponse.<byte[]>noContent().cookie(inbox.access().noCookie(request));
  }

  private Session session(TenantId tenant) {
    return new Session(tenant, inbox.nameOf(tenant));
  }
}
