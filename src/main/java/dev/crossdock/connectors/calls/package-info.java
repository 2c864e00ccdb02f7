/** What happens around a call to a channel: it is signed, stripped, and its answer read. */
@NullMarked
package dev.crossdock.connectors.calls;

import org.jspecify.annotations.NullMarked;
