@NullMarked
package dev.sluice.benchmarks.dispatch;

import org.jspecify.annotations.NullMarked;
