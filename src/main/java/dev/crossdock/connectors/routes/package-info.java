/** Runs {@code routes/}: one running route for every template and every channel it fits. */
@NullMarked
package dev.crossdock.connectors.routes;

import org.jspecify.annotations.NullMarked;
