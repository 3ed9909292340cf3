package dev.sluice.launcher.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/// The process's metrics, as Prometheus reads them.
@Controller
@Requires(beans = PrometheusMeterRegistry.class)
final class PrometheusController {

  /// Prometheus's text format.
  private static final String FORMAT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry;

  PrometheusController(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  @Get("/prometheus")
  @Produces(FORMAT)
  @ExecuteOn(TaskExecutors.BLOCKING)
  String scrape() {
    return registry.scrape();
  }
}
