package dev.sluice.dispatcher;

import dev.sluice.dispatcher.CampaignView.Standing;
import dev.sluice.dispatcher.ProviderAnswer.Accepted;
import dev.sluice.dispatcher.ProviderAnswer.CampaignStopped;
import dev.sluice.dispatcher.ProviderAnswer.Refused;
import dev.sluice.schemas.OutboundMessage;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Tells a template that fits nobody from a recipient whose values do not fit it: some refusals of
/// one campaign in a row, none taken in between, stop the campaign. Thread-safe.
///
/// Memory holds campaigns whose last answer was such a refusal.
final class TemplateStreaks {

  /// What the first recipients may cost: fewer could be people with odd names, more would burn a
  /// window of 30.
  static final int REFUSALS = 5;

  /// Codes that say of a message what is true of all its campaign's messages; no two providers
  /// share one.
  private static final Set<String> TEMPLATE_CODES =
      Set.of(
          // Cloud API: a template's parameters, language, text, policy, format or flow
          "132000",
          "132001",
          "132005",
          "132007",
          "132012",
          "132068",
          "132069",
          // Twilio: the content's id, its variables, empty or unusable content
          "21655",
          "21656",
          "21619",
          "63005",
          "63013",
          "63021",
          // Twilio: no such template in that language, the number of its parameters, not approved
          "63027",
          "63028",
          "63040",
          // any HTTP: a request that is wrong, which none but its template makes it
          "http-400",
          "http-422");

  private final CampaignView campaigns;
  private final Map<String, Integer> streaks = new ConcurrentHashMap<>();

  TemplateStreaks(CampaignView campaigns) {
    this.campaigns = campaigns;
  }

  /// The answer as it counts: what was refused in a row, or after its campaign was paused, stops
  /// the campaign instead of failing.
  ProviderAnswer judged(OutboundMessage message, ProviderAnswer answer) {
    if (message.campaign() == null) {
      return answer;
    }
    String key = CampaignView.keyOf(message);
    if (answer instanceof Accepted) {
      streaks.remove(key);
    }
    if (!(answer instanceof Refused(String code, String reason))
        || !TEMPLATE_CODES.contains(code)) {
      return answer;
    }
    int streak = streaks.merge(key, 1, Integer::sum);
    if (streak < REFUSALS && campaigns.standing(message) == Standing.SEND) {
      return answer;
    }
    streaks.remove(key);
    return new CampaignStopped(code, reason);
  }
}
