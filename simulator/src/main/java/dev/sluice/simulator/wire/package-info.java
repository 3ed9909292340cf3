/// What Meta puts on the wire: the bodies of webhooks and their signatures.
///
/// Pure functions and builders, for the simulator and for any module's tests.
@NullMarked
package dev.sluice.simulator.wire;

import org.jspecify.annotations.NullMarked;
