/// Tenant fairness as a type: nobody waits for a neighbour.
///
/// Work is submitted to a *lane*, one per tenant. A lane has a window of work in flight, a bounded
/// queue and, if wanted, a rate; lanes share nothing but an optional total bound, and where that
/// bound binds they take turns, one start each. Start reading at [dev.sluice.lanes.Lanes], which
/// runs the work; every decision it takes is taken by [dev.sluice.lanes.LaneSchedule], which knows
/// neither threads nor clocks and can therefore be replayed.
///
/// The theorem behind it is a test: with one lane stuck or bursting, the waiting time of every
/// other lane is unchanged.
@NullMarked
package dev.sluice.lanes;

import org.jspecify.annotations.NullMarked;
