@NullMarked
package dev.sluice.benchmarks.enrichment;

import org.jspecify.annotations.NullMarked;
