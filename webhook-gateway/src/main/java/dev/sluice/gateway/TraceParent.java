package dev.sluice.gateway;

import java.util.regex.Pattern;

/// W3C trace context as it comes from outside.
final class TraceParent {

  /// The header, and the record's header.
  static final String HEADER = "traceparent";

  /// Version, trace, parent, flags; neither id all zeros, no version `ff`.
  private static final Pattern LEGAL =
      Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  private TraceParent() {}

  /// Whether it may be passed on.
  static boolean isLegal(String text) {
    return LEGAL.matcher(text).matches();
  }
}
