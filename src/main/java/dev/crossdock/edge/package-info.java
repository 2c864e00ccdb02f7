/** Where platforms post their webhooks, and storefronts ask for the last units. */
@ApplicationModule(
    displayName = "Edge",
    allowedDependencies = {"kernel", "connectors", "delivery", "inventory", "orders"})
@NullMarked
package dev.crossdock.edge;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
