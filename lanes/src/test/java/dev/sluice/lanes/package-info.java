@NullMarked
package dev.sluice.lanes;

import org.jspecify.annotations.NullMarked;
