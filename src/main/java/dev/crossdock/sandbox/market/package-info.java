/** The marketplace's stand-in: orders to poll, listings to patch, tokens to ask for. */
@NullMarked
package dev.crossdock.sandbox.market;

import org.jspecify.annotations.NullMarked;
