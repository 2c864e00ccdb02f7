/** Scheduled runs and snapshots. */
@ApplicationModule(
    displayName = "Sync",
    allowedDependencies = {"kernel", "mapping", "connectors", "delivery"})
@NullMarked
package dev.crossdock.sync;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
