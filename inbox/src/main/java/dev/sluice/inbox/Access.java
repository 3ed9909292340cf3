package dev.sluice.inbox;

import dev.sluice.schemas.TenantId;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who may read: the tenant whose token a request carries, as a bearer token or in the cookie that
/// signing in leaves, because a browser's `EventSource` sends no headers. The header wins.
final class Access {

  static final String COOKIE = "sluice_token";

  private static final String SCHEME = "bearer ";

  private final ApiTokens tokens;

  Access(ApiTokens tokens) {
    this.tokens = tokens;
  }

  /// A tenant let in, and by which token: a stream asks again whether it still counts.
  record Pass(TenantId tenant, String token) {
    @Override
    public String toString() {
      return "Pass[%s]".formatted(tenant);
    }
  }

  /// @throws ApiProblem 401 when there is no token or it opens no inbox
  Pass require(HttpRequest<?> request) {
    String token = tokenOf(request).orElseThrow(ApiProblem::unauthorized);
    TenantId tenant = tokens.tenantOf(token).orElseThrow(ApiProblem::unauthorized);
    return new Pass(tenant, token);
  }

  /// Whether a token given in a form opens an inbox.
  Optional<TenantId> tenantOf(String token) {
    return tokens.tenantOf(token);
  }

  boolean stillCounts(Pass pass) {
    return tokens.tenantOf(pass.token()).equals(Optional.of(pass.tenant()));
  }

  /// What signing in leaves: no script reads it, no other site's page sends it, and it is gone when
  /// the browser closes.
  Cookie cookie(HttpRequest<?> request, String token) {
    return cookieOf(request, encode(token));
  }

  /// Makes a browser forget the cookie.
  Cookie noCookie(HttpRequest<?> request) {
    return cookieOf(request, "").maxAge(0);
  }

  private static Cookie cookieOf(HttpRequest<?> request, String value) {
    return Cookie.of(COOKIE, value)
        .path("/")
        .httpOnly(true)
        .sameSite(SameSite.Strict)
        .secure(isSecure(request));
  }

  /// Behind a proxy that ends TLS the request itself is plain.
  private static boolean isSecure(HttpRequest<?> request) {
    return request.isSecure()
        || "https".equalsIgnoreCase(request.getHeaders().get("X-Forwarded-Proto"));
  }

  private static Optional<String> tokenOf(HttpRequest<?> request) {
    @Nullable String header = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
    if (header != null) {
      return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
          ? Optional.of(header.substring(SCHEME.length()).strip())
          : Optional.empty();
    }
    return request.getCookies().findCookie(COOKIE).flatMap(cookie -> decode(cookie.getValue()));
  }

  /// A token may hold what a cookie may not.
  private static String encode(String token) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(token.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<String> decode(String value) {
    try {
      return Optional.of(new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
