/// Everything in one process: `./sluice up`, on a data directory that is kept.
@NullMarked
package dev.sluice.launcher.up;

import org.jspecify.annotations.NullMarked;
