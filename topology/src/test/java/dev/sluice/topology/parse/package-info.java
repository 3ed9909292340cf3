@NullMarked
package dev.sluice.topology.parse;

import org.jspecify.annotations.NullMarked;
