package dev.sluice.launcher.http;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Map;

/// What an orchestrator asks: does the process live, and can it work?
@Controller("/health")
@Requires(beans = Readiness.class)
final class HealthController {

  private final Readiness readiness;

  HealthController(Readiness readiness) {
    this.readiness = readiness;
  }

  /// Lives: it answered.
  @Get("/live")
  Map<String, String> live() {
    return Map.of("status", "live");
  }

  /// 200 when every part is ready, else 503; either way what each part waits for.
  @Get("/ready")
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<Readiness.Report> ready() {
    Readiness.Report report = readiness.report();
    return HttpResponse.status(report.isReady() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .body(report);
  }
}
