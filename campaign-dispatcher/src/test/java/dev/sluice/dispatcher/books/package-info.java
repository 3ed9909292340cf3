@NullMarked
package dev.sluice.dispatcher.books;

import org.jspecify.annotations.NullMarked;
