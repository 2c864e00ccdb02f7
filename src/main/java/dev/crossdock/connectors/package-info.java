/**
 * Runs {@code connectors/} and {@code config/channels/}: who we are connected to, and how each is
 * heard and spoken to.
 */
@ApplicationModule(
    displayName = "Connectors",
    allowedDependencies = {"kernel", "mapping"})
@NullMarked
package dev.crossdock.connectors;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
