@NullMarked
package dev.crossdock.connectors.calls;

import org.jspecify.annotations.NullMarked;
