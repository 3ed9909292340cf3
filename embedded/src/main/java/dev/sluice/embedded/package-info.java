/// Kafka and PostgreSQL as parts of this process, on a data directory that outlives it.
@NullMarked
package dev.sluice.embedded;

import org.jspecify.annotations.NullMarked;
