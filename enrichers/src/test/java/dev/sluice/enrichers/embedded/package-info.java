@NullMarked
package dev.sluice.enrichers.embedded;

import org.jspecify.annotations.NullMarked;
