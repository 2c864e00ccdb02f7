@NullMarked
package dev.crossdock.connectors;

import org.jspecify.annotations.NullMarked;
