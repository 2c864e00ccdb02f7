/** How much is sellable where. */
@ApplicationModule(
    displayName = "Inventory",
    allowedDependencies = {"kernel", "catalog", "delivery"})
@NullMarked
package dev.crossdock.inventory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
