/// What the shipped models say, and that nothing a customer sends can upset them.
@NullMarked
package dev.sluice.enrichers;

import org.jspecify.annotations.NullMarked;
