/** Watches the files that integration engineers edit. */
@NullMarked
package dev.crossdock.connectors.live;

import org.jspecify.annotations.NullMarked;
