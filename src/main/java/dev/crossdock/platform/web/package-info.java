/** The two doors of the hub, and what is behind which. */
@NullMarked
package dev.crossdock.platform.web;

import org.jspecify.annotations.NullMarked;
