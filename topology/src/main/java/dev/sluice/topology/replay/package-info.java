/// A recorded burst through the real topology, in virtual time: the same file, the same output.
@NullMarked
package dev.sluice.topology.replay;

import org.jspecify.annotations.NullMarked;
