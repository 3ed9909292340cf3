/// What scenarios stand on: servers and peers in processes of their own, which end with the run
/// however it ends.
@NullMarked
package dev.sluice.benchmarks.rig;

import org.jspecify.annotations.NullMarked;
