package dev.sluice.topology.join;

import org.apache.kafka.common.utils.Bytes;

/// A message that a stage behind the join fails on each time.
///
/// @param original the message as the topology has read it, as JSON: the webhook's own bytes are
///   where the dead letter's headers say
public record Failed(Bytes original) implements Released {}
