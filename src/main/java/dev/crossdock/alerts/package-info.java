/** Who is told of what, how, and how often. */
@ApplicationModule(
    displayName = "Alerts",
    allowedDependencies = {"kernel", "connectors", "delivery", "sync"})
@NullMarked
package dev.crossdock.alerts;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
