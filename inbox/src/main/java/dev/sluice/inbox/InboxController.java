package dev.sluice.inbox;

import dev.sluice.schemas.TenantId;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/// What a tenant's agents read: messages, deliveries, counts, and a live stream. Always the inbox
/// of the tenant whose token the request carries. Runs on virtual threads.
@Controller("/api")
@Requires(beans = InboxService.class)
@ExecuteOn(TaskExecutors.BLOCKING)
final class InboxController {

  private final InboxService inbox;

  InboxController(InboxService inbox) {
    this.inbox = inbox;
  }

  @Get("/inbox")
  HttpResponse<byte[]> messages(
      HttpRequest<?> request,
      @QueryValue @Nullable String after,
      @QueryValue @Nullable String limit,
      @QueryValue @Nullable String order)
      throws SQLException {
    TenantId tenant = inbox.access().require(request).tenant();
    return Reply.ok(inbox.reader().messages(tenant, PageQuery.parse(after, limit, order)));
  }

  @Get("/deliveries")
  HttpResponse<byte[]> deliveries(
      HttpRequest<?> request,
      @QueryValue @Nullable String campaign,
      @QueryValue @Nullable String after,
      @QueryValue @Nullable String limit)
      throws SQLException {
    TenantId tenant = inbox.access().require(request).tenant();
    Optional<String> wanted = Optional.ofNullable(campaign).filter(name -> !name.isBlank());
    return Reply.ok(inbox.reader().deliveries(tenant, wanted, PageQuery.parse(after, limit, null)));
  }

  @Get("/summary")
  HttpResponse<byte[]> summary(HttpRequest<?> request) throws SQLException {
    TenantId tenant = inbox.access().require(request).tenant();
    return Reply.ok(inbox.reader().summary(tenant));
  }

  /// Messages as they are stored, as server-sent events whose id is the `seq`. A browser that comes
  /// back sends the last id it saw and gets what it missed; one that comes first says `after`, or
  /// begins with the present.
  @Get("/inbox/stream")
  @Produces(MediaType.TEXT_EVENT_STREAM)
  HttpResponse<Publisher<byte[]>> stream(
      HttpRequest<?> request,
      @Header("Last-Event-ID") @Nullable String lastEventId,
      @QueryValue @Nullable String after)
      throws SQLException {
    Access.Pass pass = inbox.access().require(request);
    Optional<Long> seen =
        PageQuery.seq("Last-Event-ID", lastEventId).or(() -> PageQuery.seq("after", after));
    Publisher<byte[]> events = inbox.feed().open(pass, seen);
    return HttpResponse.ok(events)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header("X-Accel-Buffering", "no");
  }
}
