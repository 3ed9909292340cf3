package dev.sluice.topology.repeats;

import dev.sluice.topology.join.Understood;

/// A message, and how many earlier ones of its conversation nobody has answered.
///
/// @param unanswered 0 or more; the message itself is not counted
public record Counted(Understood understood, int unanswered) {}
