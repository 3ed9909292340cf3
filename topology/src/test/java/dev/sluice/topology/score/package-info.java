@NullMarked
package dev.sluice.topology.score;

import org.jspecify.annotations.NullMarked;
