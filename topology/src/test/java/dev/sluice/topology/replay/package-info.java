@NullMarked
package dev.sluice.topology.replay;

import org.jspecify.annotations.NullMarked;
