package dev.sluice.dispatcher;

import dev.sluice.dispatcher.ProviderAnswer.Refused;
import dev.sluice.dispatcher.ProviderAnswer.TenantStopped;
import dev.sluice.dispatcher.ProviderAnswer.Throttled;
import java.time.Duration;

/// What Twilio's [error codes](https://www.twilio.com/docs/api/errors) mean for a message. A code
/// that is not listed counts as its HTTP status does.
final class TwilioCatalogue {

  /// The queue holds hours of messages; a minute is the least that makes room worth a request.
  private static final Duration QUEUE_WAIT = Duration.ofSeconds(60);

  private TwilioCatalogue() {}

  static ProviderAnswer ofCode(int code, String reason, HttpAnswer answer) {
    String name = Integer.toString(code);
    Duration asked = answer.asked();
    return switch (code) {
      // too many requests at once: never processed
      case 20429 -> new Throttled(name, reason, asked);
      // rates of the channel, the account and Meta
      case 63018, 63017, 63119 -> new Throttled(name, reason, asked);
      // Twilio's own queue for the number is full
      case 21611, 30001 -> new Throttled(name, reason, asked == null ? QUEUE_WAIT : asked);
      // authentication, account not active or suspended, the day's messages used up
      case 20003, 10001, 30002, 63038 -> new TenantStopped(name, reason);
      // the sender is no number, or none of the account's
      case 21212, 63002, 63007 -> new TenantStopped(name, reason);
      // outside the 24-hour window, opted out, no such recipient
      case 63016, 21610, 21211, 63003 -> new Refused(name, reason);
      default -> HttpStatuses.meaning(answer, name, reason);
    };
  }
}
