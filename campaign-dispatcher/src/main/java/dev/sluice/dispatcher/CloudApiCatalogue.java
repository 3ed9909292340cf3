package dev.sluice.dispatcher;

import dev.sluice.dispatcher.ProviderAnswer.CampaignStopped;
import dev.sluice.dispatcher.ProviderAnswer.RecipientBusy;
import dev.sluice.dispatcher.ProviderAnswer.Refused;
import dev.sluice.dispatcher.ProviderAnswer.TenantStopped;
import dev.sluice.dispatcher.ProviderAnswer.Throttled;
import dev.sluice.dispatcher.ProviderAnswer.Transient;
import java.time.Duration;

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

  static ProviderAnswer ofCode(int code, String reason, HttpAnswer answer) {
    Duration asked = answer.asked();
    String name = Integer.toString(code);
    return switch (code) {
      case 130429 -> new Throttled(name, reason, asked);
      case 80007, 4 -> new Throttled(name, reason, asked == null ? ACCOUNT_RATE_WAIT : asked);
      case 131057 -> new Throttled(name, reason, asked == null ? MAINTENANCE_WAIT : asked);
      case 131056 -> new RecipientBusy(name, reason);
      case 1, 2, 131000, 131016 -> new Transient(name, reason);
      case 131048, 132015, 132016 -> new CampaignStopped(name, reason);
      case 0, 10, 190, 131005, 131042, 131031, 368, 33, 133010 -> new TenantStopped(name, reason);
      case 131049, 131050, 131026, 131047, 130472, 130497 -> new Refused(name, reason);
      case 132000, 132001, 132005, 132007, 132012, 132068, 132069 -> new Refused(name, reason);
      case 100, 131008, 131009, 131021 -> new Refused(name, reason);
      default ->
          code >= FIRST_PERMISSION && code <= LAST_PERMISSION
              ? new TenantStopped(name, reason)
              : HttpStatuses.meaning(answer, name, reason);
    };
  }
}
