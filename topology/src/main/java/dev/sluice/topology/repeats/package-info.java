/// Counts how often a customer has written without being answered.
@NullMarked
package dev.sluice.topology.repeats;

import org.jspecify.annotations.NullMarked;
