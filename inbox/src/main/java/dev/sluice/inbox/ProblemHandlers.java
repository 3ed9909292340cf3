package dev.sluice.inbox;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what a controller throws into an answer.
@Factory
@Requires(beans = InboxService.class)
final class ProblemHandlers {

  private static final Logger log = LoggerFactory.getLogger(ProblemHandlers.class);

  @Singleton
  ExceptionHandler<ApiProblem, HttpResponse<byte[]>> problems() {
    return (request, problem) -> Reply.problem(problem);
  }

  @Singleton
  ExceptionHandler<SQLException, HttpResponse<byte[]>> databaseAway() {
    return (request, error) -> {
      log.atWarn().addKeyValue("reason", DatabaseErrors.describe(error)).log("a read failed");
      return Reply.problem(ApiProblem.unavailable());
    };
  }
}
