/** Where platforms post their webhooks. */
@ApplicationModule(
    displayName = "Edge",
    allowedDependencies = {"kernel", "connectors", "delivery"})
@NullMarked
package dev.crossdock.edge;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
