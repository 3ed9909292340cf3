package dev.sluice.topology.join;

import dev.sluice.schemas.Category;
import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.Sentiment;
import dev.sluice.schemas.StageTimes;

/// A message with both answers, released in its turn.
public record Understood(
    InboundMessage message, Sentiment sentiment, Category category, StageTimes stages)
    implements Released {}
