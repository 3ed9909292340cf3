@NullMarked
package dev.sluice.topology.join;

import org.jspecify.annotations.NullMarked;
