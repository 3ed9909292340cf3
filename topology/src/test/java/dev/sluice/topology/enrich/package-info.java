@NullMarked
package dev.sluice.topology.enrich;

import org.jspecify.annotations.NullMarked;
