/// Brings the two answers of a message together and releases messages in the order of their
/// conversation.
@NullMarked
package dev.sluice.topology.join;

import org.jspecify.annotations.NullMarked;
