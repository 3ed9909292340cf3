@NullMarked
package dev.sluice.topology.fault;

import org.jspecify.annotations.NullMarked;
