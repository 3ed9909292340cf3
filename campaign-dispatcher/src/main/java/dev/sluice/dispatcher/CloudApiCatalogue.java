package dev.sluice.dispatcher;

import dev.sluice.dispatcher.ProviderAnswer.CampaignStopped;
import dev.sluice.dispatcher.ProviderAnswer.RecipientBusy;
import dev.sluice.dispatcher.ProviderAnswer.Refused;
import dev.sluice.dispatcher.ProviderAnswer.TenantStopped;
import dev.sluice.dispatcher.ProviderAnswer.Throttled;
import dev.sluice.dispatcher.ProviderAnswer.Transient;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the errors of the WhatsApp Cloud API mean, by the `error.code` of the body. The HTTP status
/// is not reliable (the same code comes with 400 and with 429) and counts only where there is no
/// code, or one that is not listed here.
final class CloudApiCatalogue {

  /// Rates of the business account and the app are counted by the hour; a minute is the least that
  /// changes anything.
  private static final Duration ACCOUNT_RATE_WAIT = Duration.ofSeconds(60);

  /// An upgrade of a number's throughput takes up to a minute.
  private static final Duration MAINTENANCE_WAIT = Duration.ofSeconds(60);

  private static final int FIRST_PERMISSION = 200;
  private static final int LAST_PERMISSION = 299;

  private CloudApiCatalogue() {}

  /// What the answer to a request means.
  static ProviderAnswer ofCode(int code, String reason, HttpAnswer answer) {
    return listed(code, reason, answer.asked())
        .orElseGet(() -> HttpStatuses.meaning(answer, Integer.toString(code), reason));
  }

  /// What an error in a status means, which comes without a request: the message it is about has
  /// failed, and what it says of the number, the campaign or the tenant holds for the rest. A code
  /// that is not listed says nothing of them.
  ///
  /// @param title the channel's words
  static ProviderAnswer ofStatus(int code, String title) {
    String reason = HttpAnswer.reason(title);
    return listed(code, reason, null).orElseGet(() -> new Refused(Integer.toString(code), reason));
  }

  private static Optional<ProviderAnswer> listed(
      int code, String reason, @Nullable Duration asked) {
    String name = Integer.toString(code);
    return switch (code) {
      case 130429 -> Optional.of(new Throttled(name, reason, asked));
      case 80007, 4 ->
          Optional.of(new Throttled(name, reason, asked == null ? ACCOUNT_RATE_WAIT : asked));
      case 131057 ->
          Optional.of(new Throttled(name, reason, asked == null ? MAINTENANCE_WAIT : asked));
      case 131056 -> Optional.of(new RecipientBusy(name, reason));
      case 1, 2, 131000, 131016 -> Optional.of(new Transient(name, reason));
      case 131048, 132015, 132016 -> Optional.of(new CampaignStopped(name, reason));
      case 0, 10, 190, 131005, 131042, 131031, 368, 33, 133010 ->
          Optional.of(new TenantStopped(name, reason));
      case 131049, 131050, 131026, 131047, 130472, 130497 -> Optional.of(new Refused(name, reason));
      case 132000, 132001, 132005, 132007, 132012, 132068, 132069 ->
          Optional.of(new Refused(name, reason));
      // the request's form, and media that is gone, too large or of another kind
      case 100, 131008, 131009, 131021, 131051, 131053 -> Optional.of(new Refused(name, reason));
      default ->
          code >= FIRST_PERMISSION && code <= LAST_PERMISSION
              ? Optional.of(new TenantStopped(name, reason))
              : Optional.empty();
    };
  }
}
