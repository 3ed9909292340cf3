package dev.sluice.inbox;

import dev.sluice.schemas.TenantId;
import java.util.Map;

/// How many items of each sort a tenant has.
///
/// @param latest the highest `seq` of a message, which is also how many there are
/// @param bands by name, all four
/// @param inboxes by name, those that ever held a message
/// @param deliveries by outcome, all four
record Summary(
    TenantId tenant,
    long latest,
    Map<String, Long> bands,
    Map<String, Long> inboxes,
    Map<String, Long> deliveries) {}
