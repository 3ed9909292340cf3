package dev.sluice.inbox;

import io.micronaut.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/// Why a request is not answered, as the caller is told. Never repeats what the caller sent.
final class ApiProblem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final HttpStatus status;
  private final String code;
  private final @Nullable String parameter;

  private ApiProblem(HttpStatus status, String code, @Nullable String parameter, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.parameter = parameter;
  }

  /// @param constraint beginning with "must"
  static ApiProblem badParameter(String parameter, String constraint) {
    return new ApiProblem(
        HttpStatus.BAD_REQUEST, "bad-parameter", parameter, parameter + " " + constraint);
  }

  static ApiProblem unauthorized() {
    return new ApiProblem(
        HttpStatus.UNAUTHORIZED,
        "unauthorized",
        null,
        "a valid token is needed: send the header Authorization: Bearer <token>, or sign in");
  }

  static ApiProblem crossSite() {
    return new ApiProblem(
        HttpStatus.FORBIDDEN, "cross-site", null, "sign in from the inbox's own page");
  }

  static ApiProblem tooManyStreams(int most) {
    return new ApiProblem(
        HttpStatus.SERVICE_UNAVAILABLE,
        "too-many-streams",
        null,
        "this tenant holds %d live streams open already".formatted(most));
  }

  static ApiProblem unavailable() {
    return new ApiProblem(
        HttpStatus.SERVICE_UNAVAILABLE,
        "unavailable",
        null,
        "the inbox cannot reach its database for the moment");
  }

  static ApiProblem notFound() {
    return new ApiProblem(HttpStatus.NOT_FOUND, "not-found", null, "there is nothing here");
  }

  HttpStatus status() {
    return status;
  }

  /// What is sent.
  Body body() {
    return new Body(new Problem(status.getCode(), code, parameter, String.valueOf(getMessage())));
  }

  /// `{"error": {…}}`.
  record Body(Problem error) {}

  /// @param parameter the one at fault; absent when none is
  record Problem(int status, String code, @Nullable String parameter, String message) {}
}
