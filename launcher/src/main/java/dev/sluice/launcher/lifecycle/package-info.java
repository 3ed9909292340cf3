/// How a process of Sluice lives: it starts its parts in order, stops them in reverse, and always
/// ends.
@NullMarked
package dev.sluice.launcher.lifecycle;

import org.jspecify.annotations.NullMarked;
