/// How soon a message should be answered and who should: pure functions and one table.
@NullMarked
package dev.sluice.topology.score;

import org.jspecify.annotations.NullMarked;
