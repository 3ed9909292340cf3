/// What the environment of a process says about it, as validated records.
@NullMarked
package dev.sluice.launcher.settings;

import org.jspecify.annotations.NullMarked;
