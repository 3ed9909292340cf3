package dev.sluice.topology.score;

import dev.sluice.schemas.Priority;
import dev.sluice.topology.join.Understood;

/// A message that has its priority and not yet its inbox.
public record Scored(Understood understood, Priority priority) {}
