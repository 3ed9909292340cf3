/// From the bytes Meta posted to what they say. Pure: no Kafka, no clock.
@NullMarked
package dev.sluice.topology.parse;

import org.jspecify.annotations.NullMarked;
