/// The vocabulary of Sluice: what travels in its topics, and the topics themselves.
///
/// Values are immutable records; closed sets are sealed. Nothing here reads a clock, opens a
/// connection or logs. `toString` of anything that holds a customer's words or address leaves them
/// out, so that a record can be named in an error message or a log without leaking.
@NullMarked
package dev.sluice.schemas;

import org.jspecify.annotations.NullMarked;
