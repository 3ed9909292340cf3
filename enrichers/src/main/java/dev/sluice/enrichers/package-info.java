/// What a message means: the ports behind which any model fits, and the simplest models that can be
/// shipped without one, called what they are: a weighted word list and keywords.
///
/// Nothing here knows Kafka, opens a connection or reads a clock. No exception and no `toString`
/// repeats a customer's words.
@NullMarked
package dev.sluice.enrichers;

import org.jspecify.annotations.NullMarked;
