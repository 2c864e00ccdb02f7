/** How the stand-ins are spoken to: HTTP on loopback, JSON, and limits on how often. */
@NullMarked
package dev.crossdock.sandbox.wire;

import org.jspecify.annotations.NullMarked;
