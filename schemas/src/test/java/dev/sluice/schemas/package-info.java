/// The vocabulary held against its schemas, its documents and its promises.
@NullMarked
package dev.sluice.schemas;

import org.jspecify.annotations.NullMarked;
