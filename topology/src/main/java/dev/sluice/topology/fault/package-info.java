/// What cannot be processed or written: told apart from what cannot be done right now, and set
/// aside.
@NullMarked
package dev.sluice.topology.fault;

import org.jspecify.annotations.NullMarked;
