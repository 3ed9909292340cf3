package dev.sluice.simulator;

import java.net.URI;
import java.time.Duration;

/// Where a [MetaSimulator] posts and how patient it is.
///
/// @param gateway the gateway's base address, without path
/// @param conversationsAtOnce conversations under way at the same time
/// @param requestTimeout for one delivery, after which it counts as not acknowledged
public record MetaSettings(
    URI gateway, int conversationsAtOnce, Duration requestTimeout, Redelivery redelivery) {

  /// One delivery under way in each, one socket each: well below the 1,024 descriptors a process
  /// has by default.
  public static final int CONVERSATIONS_AT_ONCE = 200;

  /// What senders of Meta's webhooks are known to wait.
  public static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

  public MetaSettings {
    Checks.atLeastOne("conversationsAtOnce", conversationsAtOnce);
    Checks.positive("requestTimeout", requestTimeout);
  }

  /// The defaults, for one gateway.
  public static MetaSettings of(URI gateway) {
    return new MetaSettings(gateway, CONVERSATIONS_AT_ONCE, REQUEST_TIMEOUT, Redelivery.DEFAULT);
  }

  public MetaSettings withConversationsAtOnce(int count) {
    return new MetaSettings(gateway, count, requestTimeout, redelivery);
  }

  public MetaSettings withRequestTimeout(Duration time) {
    return new MetaSettings(gateway, conversationsAtOnce, time, redelivery);
  }

  public MetaSettings withRedelivery(Redelivery law) {
    return new MetaSettings(gateway, conversationsAtOnce, requestTimeout, law);
  }
}
