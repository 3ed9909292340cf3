package dev.sluice.enrichers.remote;

import dev.sluice.schemas.RemoteModel;
import java.net.URI;
import java.util.Locale;

/// Where a tenant's model is.
final class Address {

  private static final int PORT_MAX = 65_535;

  private Address() {}

  /// What is posted to: the tenant's URL as it is, but for `oip` and `openai` with the path their
  /// contract fixes when the URL has none.
  ///
  /// @throws IllegalArgumentException when the URL is none that can be connected to
  static URI of(RemoteModel remote) {
    URI url = remote.url();
    if (url.getPort() > PORT_MAX) {
      throw new IllegalArgumentException("no such port");
    }
    String path = url.getRawPath();
    if (path != null && !path.isEmpty() && !path.equals("/")) {
      return url;
    }
    return switch (remote.format()) {
      case NATIVE, HF, TEMPLATE -> url;
      case OIP -> url.resolve("/v2/models/" + remote.model() + "/infer");
      case OPENAI -> url.resolve("/v1/chat/completions");
    };
  }

  /// A name to tell endpoints apart by: scheme, host, port and path, without user info and query.
  static String name(RemoteModel remote) {
    URI url = remote.url();
    String authority = url.getRawAuthority() == null ? "" : url.getRawAuthority();
    String host = authority.substring(authority.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    return url.getScheme() + "://" + host + path;
  }
}
