/** The page of syncs: what runs when, how far it is, and how it ended. */
@NullMarked
package dev.crossdock.console.syncs;

import org.jspecify.annotations.NullMarked;
