@NullMarked
package dev.sluice.enrichers.remote;

import org.jspecify.annotations.NullMarked;
