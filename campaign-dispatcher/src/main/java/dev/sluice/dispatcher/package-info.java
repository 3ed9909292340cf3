/// Sends campaigns and replies through each tenant's own provider with bounded concurrency.
///
/// Start reading at [dev.sluice.dispatcher.CampaignLoop], the one thread that owns the consumer:
/// what it reads goes to the tenant's lane ([dev.sluice.dispatcher.Sender]), from there to the
/// provider ([dev.sluice.dispatcher.Provider]), the outcome to the topic of results
/// ([dev.sluice.dispatcher.DurableLog]), and only then does the record count as done
/// ([dev.sluice.dispatcher.OffsetLedger]). What waits for its campaign is parked and comes back by
/// [dev.sluice.dispatcher.ReturnLoop]. Delivery is at least once: what was at the provider when the
/// process died, and what finished since the last commit, is sent again.
@NullMarked
package dev.sluice.dispatcher;

import org.jspecify.annotations.NullMarked;
