/// What a crash costs, on processes that really die: kills in bursts, a broker that goes away,
/// partitions that change hands, and a restart with many remembered ids.
@NullMarked
package dev.sluice.benchmarks.recovery;

import org.jspecify.annotations.NullMarked;
