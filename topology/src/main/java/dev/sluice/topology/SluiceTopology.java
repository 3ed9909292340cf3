package dev.sluice.topology;

import static dev.sluice.topology.Names.*;
import static dev.sluice.topology.Wiring.named;
import static dev.sluice.topology.Wiring.to;
import static dev.sluice.topology.Wiring.toOwn;

import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.Topics;
import dev.sluice.topology.admit.Admitted;
import dev.sluice.topology.join.Part;
import dev.sluice.topology.join.Understood;
import dev.sluice.topology.parse.Element;
import java.util.Map;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.KStream;

/// The picture.
///
/// ```
/// webhooks ─ parse ─┬─ rejected ──────────────────────────────────────────────► dead-letters
///                   └─ readable ─ refuse duplicates ─┬─ status ───────────────► statuses
///                                                    └─ message ─ admit ─┐
///                                                                        │
///                          ┌──────────── arrival ────────────┐           │
///                          ├──────────── sentiment ──────────┤◄──────────┘
///                          └──────────── category ───────────┘
///                                            │
///                           join and release ─ score ─ route ─┬───────────────► inbox
///                                                             └─ own topic ───► inbox.<tenant>
/// ```
///
/// One sub-topology: no hop through a topic between the webhook and the inbox, so a message pays
/// for one transaction. Everything between `admit` and `join and release` waits in the store
/// `pending`.
public final class SluiceTopology {

  private SluiceTopology() {}

  /// Draws the picture over the given stages. Pure: reads no environment, opens nothing.
  public static Topology build(Stages stages) {
    return build(stages, Stores.durable(stages.duplicateWindow()));
  }

  static Topology build(Stages stages, Stores stores) {
    StreamsBuilder builder = new StreamsBuilder();
    builder.addStateStore(stores.seen()).addStateStore(stores.pending());

    KStream<String, byte[]> webhooks = Wiring.from(builder, Topics.WEBHOOKS, WEBHOOKS_SOURCE);

    Map<String, KStream<String, Element>> parsed =
        webhooks
            .process(stages::parse, named(PARSE))
            .split(named(PARSED))
            .branch(Wiring::isRejected, Branched.as(REJECTED))
            .defaultBranch(Branched.as(READABLE));
    KStream<String, Element> rejected = Wiring.branch(parsed, PARSED, REJECTED);
    to(
        rejected.mapValues(Element::original, named(ORIGINAL)),
        Topics.DEAD_LETTERS,
        DEAD_LETTERS_SINK);

    Map<String, KStream<String, Element>> fresh =
        Wiring.branch(parsed, PARSED, READABLE)
            .process(stages::refuseDuplicates, named(REFUSE_DUPLICATES), SEEN_STORE)
            .split(named(NEW))
            .branch(Wiring::isStatus, Branched.as(STATUS))
            .defaultBranch(Branched.as(MESSAGE));
    KStream<String, Element> statuses = Wiring.branch(fresh, NEW, STATUS);
    to(statuses.mapValues(Element::status, named(STATUS_VALUE)), Topics.STATUSES, STATUSES_SINK);

    KStream<String, Admitted> admitted =
        Wiring.branch(fresh, NEW, MESSAGE).process(stages::admit, named(ADMIT), PENDING_STORE);

    KStream<String, Part> arrival = admitted.mapValues(Part.Arrival::of, named(ARRIVAL));
    KStream<String, Part> sentiment =
        admitted.process(stages::sentiment, named(SENTIMENT), PENDING_STORE);
    KStream<String, Part> category =
        admitted.process(stages::category, named(CATEGORY), PENDING_STORE);

    KStream<String, Understood> understood =
        arrival
            .merge(sentiment.merge(category, named(BOTH_ANSWERS)), named(ALL_PARTS))
            .process(stages::joinAndRelease, named(JOIN), PENDING_STORE);

    KStream<String, InboxItem> items =
        understood.mapValues(stages::score, named(SCORE)).mapValues(stages::route, named(ROUTE));
    to(items, Topics.INBOX, INBOX_SINK);
    toOwn(items.filter(stages::wantsOwnTopic, named(OWN_TOPIC)), Topics.INBOX_OF, OWN_TOPIC_SINK);

    return builder.build();
  }
}
