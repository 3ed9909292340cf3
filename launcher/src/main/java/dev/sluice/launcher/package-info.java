/// `./sluice`: the command line, everything in one process or one service per process.
///
/// Start reading at [dev.sluice.launcher.Sluice].
@NullMarked
package dev.sluice.launcher;

import org.jspecify.annotations.NullMarked;
