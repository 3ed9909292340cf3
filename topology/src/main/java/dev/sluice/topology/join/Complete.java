package dev.sluice.topology.join;

import dev.sluice.topology.parse.Position;

/// Both answers to the message at a position.
record Complete(Position position, Part.OfSentiment sentiment, Part.OfCategory category) {}
