package dev.sluice.inbox;

import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.ProviderStatus;
import java.util.ArrayList;
import java.util.List;

/// What is written for one tenant in one transaction, each kind in the order of its topic.
record TenantBatch(
    List<Arrival> messages, List<DeliveryOutcome> outcomes, List<ProviderStatus> statuses) {

  /// A message and the id it is stored under.
  record Arrival(String id, InboxItem item) {}

  TenantBatch {
    messages = List.copyOf(messages);
    outcomes = List.copyOf(outcomes);
    statuses = List.copyOf(statuses);
  }

  static TenantBatch of(List<Received.Writable> records) {
    List<Arrival> messages = new ArrayList<>();
    List<DeliveryOutcome> outcomes = new ArrayList<>();
    List<ProviderStatus> statuses = new ArrayList<>();
    for (Received.Writable received : records) {
      switch (received) {
        case Received.Message(_, InboxItem item, String id) -> messages.add(new Arrival(id, item));
        case Received.Outcome(_, DeliveryOutcome outcome) -> outcomes.add(outcome);
        case Received.Status(_, ProviderStatus status) -> statuses.add(status);
      }
    }
    return new TenantBatch(messages, outcomes, statuses);
  }
}
