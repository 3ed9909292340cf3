/// Slow model calls beside the stream thread: issued fairly, answered in any order, never awaited.
@NullMarked
package dev.sluice.topology.enrich;

import org.jspecify.annotations.NullMarked;
