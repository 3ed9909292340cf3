@NullMarked
package dev.sluice.topology.repeats;

import org.jspecify.annotations.NullMarked;
