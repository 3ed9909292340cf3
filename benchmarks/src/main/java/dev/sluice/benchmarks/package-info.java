/// `./sluice bench`: what Sluice promises in numbers, measured beside the designs it replaces.
///
/// Start with [dev.sluice.benchmarks.Bench]. A scenario makes findings: targets that are reached or
/// missed, and tables. Correctness is a target like any other.
@NullMarked
package dev.sluice.benchmarks;

import org.jspecify.annotations.NullMarked;
