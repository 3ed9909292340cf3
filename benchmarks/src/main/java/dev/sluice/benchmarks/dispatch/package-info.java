/// What the dispatcher promises: as good as an ideal window on a heavy tail, no tenant at another's
/// expense, and little repeated when it dies.
///
/// What counts is what arrived at the simulated provider, message by message.
@NullMarked
package dev.sluice.benchmarks.dispatch;

import org.jspecify.annotations.NullMarked;
