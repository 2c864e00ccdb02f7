/** Keeps what was heard, owes what must be shown, and makes it so. */
@ApplicationModule(
    displayName = "Delivery",
    allowedDependencies = {"kernel", "connectors", "platform"})
@NullMarked
package dev.crossdock.delivery;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
