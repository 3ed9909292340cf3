package dev.sluice.gateway;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Names the host a request comes from, for counting: the address of the connection, not what a
/// header claims. Behind a proxy that is the proxy's.
final class Source {

  /// A customer of an IPv6 provider has a whole network of this many bytes' prefix.
  private static final int NETWORK_BYTES = 8;

  private static final String UNKNOWN = "unknown";

  private Source() {}

  static String of(@Nullable InetSocketAddress peer) {
    InetAddress address = peer == null ? null : peer.getAddress();
    if (address == null) {
      return UNKNOWN;
    }
    return address instanceof Inet6Address
        ? HexFormat.of().formatHex(address.getAddress(), 0, NETWORK_BYTES)
        : address.getHostAddress();
  }
}
