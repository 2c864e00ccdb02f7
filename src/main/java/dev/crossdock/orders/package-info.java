/** What customers ordered, what was sent to them, and what came back. */
@ApplicationModule(
    displayName = "Orders",
    allowedDependencies = {"kernel", "delivery", "inventory"})
@NullMarked
package dev.crossdock.orders;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
