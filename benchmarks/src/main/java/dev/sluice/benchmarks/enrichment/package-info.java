/// Scenario `enrichment`: what the topology adds to the time of its models, beside the sequential
/// design and a queue per stage.
///
/// Start with [dev.sluice.benchmarks.enrichment.EnrichmentScenario]. A [Message] is planned with
/// the times its two calls will take, the same for every design; a [Journey] is what became of it;
/// the [Ledger] holds all journeys and says what is lost, doubled or out of order.
@NullMarked
package dev.sluice.benchmarks.enrichment;

import org.jspecify.annotations.NullMarked;
