@NullMarked
package dev.sluice.benchmarks.recovery;

import org.jspecify.annotations.NullMarked;
