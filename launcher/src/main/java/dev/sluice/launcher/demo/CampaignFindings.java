package dev.sluice.launcher.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What became of one campaign, counted at its three ends: the provider, the results, the inbox.
///
/// @param ids every message of the campaign
/// @param arrivals how often each arrived at the provider
/// @param accepted outcomes of that kind in `dispatch.results`
/// @param joined messages the inbox shows with a status of the provider's
/// @param seconds from the first record produced to the last message accepted by the provider
record CampaignFindings(
    String name,
    Set<String> ids,
    Map<String, Integer> arrivals,
    int accepted,
    int failed,
    int unknown,
    int joined,
    double seconds) {

  CampaignFindings {
    ids = Set.copyOf(ids);
    arrivals = Map.copyOf(arrivals);
  }

  int total() {
    return ids.size();
  }

  /// What is not as it should be, each in one sentence; empty when every message was sent exactly
  /// once, has its outcome, and is in the inbox.
  List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    long missing = ids.stream().filter(id -> !arrivals.containsKey(id)).count();
    long repeated = ids.stream().filter(id -> arrivals.getOrDefault(id, 0) > 1).count();
    long foreign = arrivals.keySet().stream().filter(id -> !ids.contains(id)).count();
    complain(complaints, missing, "messages never reached the provider");
    complain(complaints, repeated, "messages reached the provider more than once");
    complain(complaints, foreign, "messages reached the provider that are not of the campaign");
    complain(complaints, failed, "messages failed");
    complain(complaints, unknown, "messages have an unknown outcome");
    complain(
        complaints, total() - (accepted + failed + unknown), "messages differ from their results");
    complain(complaints, total() - joined, "messages lack the provider's status in the inbox");
    return complaints;
  }

  private void complain(List<String> complaints, long number, String what) {
    if (number != 0) {
      complaints.add("campaign " + name + ": " + number + " " + what);
    }
  }
}
