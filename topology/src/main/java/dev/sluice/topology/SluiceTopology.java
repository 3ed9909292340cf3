package dev.sluice.topology;

import static dev.sluice.topology.Names.*;
import static dev.sluice.topology.Wiring.named;
import static dev.sluice.topology.Wiring.to;
import static dev.sluice.topology.Wiring.toOwn;

import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.Topics;
import dev.sluice.topology.admit.Admitted;
import dev.sluice.topology.join.Part;
import dev.sluice.topology.join.Released;
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
///                   └─ readable ─ refuse duplicates ─┬─ status ─┬─────────────► statuses
///                                                    │          └ forget answered
///                                                    ├─ operator ─────────────► operator-events
///                                                    └─ message ─ admit ─┐
///                                                                        │
///                          ┌──────────── arrival ────────────┐           │
///                          ├──────────── sentiment ──────────┤◄──────────┘
///                          └──────────── category ───────────┘
///                                            │
///          join and release ─┬─ failed ───────────────────────────────────────► dead-letters
///                            └─ count repeats ─ score ─ route ─┬──────────────► inbox
///                                                              └─ own topic ──► inbox.<tenant>
/// ```
///
/// One sub-topology: no hop through a topic between the webhook and the inbox, so a message pays
/// for one transaction. Everything between `admit` and `join and release` waits in the store
/// `pending`, and what one tenant has beyond its limit in `parked`. A message that a stage up to
/// `admit` or behind the join fails on goes to the dead letters; one that a model fails on goes on.
public final class SluiceTopology {

  private SluiceTopology() {}

  /// Draws the picture over the given stages. Pure: reads no environment, opens nothing.
  public static Topology build(Stages stages) {
    return build(stages, Stores.durable(stages));
  }

  static Topology build(Stages stages, Stores stores) {
    StreamsBuilder builder = new StreamsBuilder();
    stores.all().forEach(builder::addStateStore);

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
            .branch(Wiring::isOperatorEvent, Branched.as(OPERATOR))
            .defaultBranch(Branched.as(MESSAGE));
    KStream<String, ProviderStatus> statuses =
        Wiring.branch(fresh, NEW, STATUS).mapValues(Element::status, named(STATUS_VALUE));
    statuses.process(stages::forgetAnswered, named(FORGET_ANSWERED), UNANSWERED_STORE);
    to(statuses, Topics.STATUSES, STATUSES_SINK);
    to(
        Wiring.branch(fresh, NEW, OPERATOR)
            .mapValues(Element::operatorEvent, named(OPERATOR_VALUE)),
        Topics.OPERATOR_EVENTS,
        OPERATOR_SINK);

    KStream<String, Admitted> admitted =
        Wiring.branch(fresh, NEW, MESSAGE).process(stages::admit, named(ADMIT), WAITING_ROOM);

    KStream<String, Part> arrival = admitted.mapValues(Part.Arrival::of, named(ARRIVAL));
    KStream<String, Part> sentiment =
        admitted.process(stages::sentiment, named(SENTIMENT), WAITING_ROOM);
    KStream<String, Part> category =
        admitted.process(stages::category, named(CATEGORY), WAITING_ROOM);

    Map<String, KStream<String, Released>> released =
        arrival
            .merge(sentiment.merge(category, named(BOTH_ANSWERS)), named(ALL_PARTS))
            .process(stages::joinAndRelease, named(JOIN), WAITING_ROOM)
            .split(named(RELEASED))
            .branch(Wiring::isFailed, Branched.as(FAILED))
            .defaultBranch(Branched.as(UNDERSTOOD));
    KStream<String, Released> failed = Wiring.branch(released, RELEASED, FAILED);
    to(
        failed.mapValues(Wiring::original, named(FAILED_ORIGINAL)),
        Topics.DEAD_LETTERS,
        FAILED_SINK);

    KStream<String, Understood> understood =
        Wiring.branch(released, RELEASED, UNDERSTOOD)
            .mapValues(Wiring::understood, named(ANSWERED));
    KStream<String, InboxItem> items =
        understood
            .process(stages::countRepeats, named(COUNT_REPEATS), UNANSWERED_STORE)
            .mapValues(stages::score, named(SCORE))
            .mapValues(stages::route, named(ROUTE));
    to(items, Topics.INBOX, INBOX_SINK);
    toOwn(items.filter(stages::wantsOwnTopic, named(OWN_TOPIC)), Topics.INBOX_OF, OWN_TOPIC_SINK);

    return builder.build();
  }
}
