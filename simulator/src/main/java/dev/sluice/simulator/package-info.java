/// A pretend Meta, pretend providers and a pretend model server, for demos, tests and benchmarks.
///
/// [MetaSimulator] posts signed webhooks and knows afterwards what must be in the inbox.
/// [ProviderSimulator] takes sends as slowly and as badly as it is told and reports statuses back.
/// [ModelServer] says what a message means, as slowly and as badly as it is told. Whatever is
/// random is drawn from a seed and the message's own id, so that the same plan meets the same luck
/// in every run. Nothing here knows Kafka; no person and no telephone number is real.
@NullMarked
package dev.sluice.simulator;

import org.jspecify.annotations.NullMarked;
