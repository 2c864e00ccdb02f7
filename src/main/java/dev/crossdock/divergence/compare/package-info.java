/** Comparing a snapshot with what we hold true, and telling what is late from what is wrong. */
@NullMarked
package dev.crossdock.divergence.compare;

import org.jspecify.annotations.NullMarked;
