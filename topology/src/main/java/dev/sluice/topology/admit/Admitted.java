package dev.sluice.topology.admit;

import dev.sluice.topology.parse.Position;

/// A message that has just been stored, on its way to both branches.
public record Admitted(Position position, Pending pending) {}
