/// The Kafka Streams topology: webhooks in, understood and routed messages out, exactly once.
///
/// Start with [dev.sluice.topology.SluiceTopology]: it is the picture. One package per stage.
@NullMarked
package dev.sluice.topology;

import org.jspecify.annotations.NullMarked;
