/// Refuses duplicates and stores what is new until it has been understood.
@NullMarked
package dev.sluice.topology.admit;

import org.jspecify.annotations.NullMarked;
