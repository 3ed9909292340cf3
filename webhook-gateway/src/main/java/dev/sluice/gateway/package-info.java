/// The edge where Meta's webhooks arrive: verify, append, acknowledge, and nothing else.
///
/// Start reading at [dev.sluice.gateway.WebhookGateway]. A delivery is answered with 200 only when
/// every replica that Kafka asks for has it; whatever happens before that is answered with
/// something else, and Meta delivers again.
@NullMarked
package dev.sluice.gateway;

import org.jspecify.annotations.NullMarked;
