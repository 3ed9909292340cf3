@NullMarked
package dev.sluice.topology.admit;

import org.jspecify.annotations.NullMarked;
