/** What the hub stands on: its database, its broker, its secrets, its health. */
@ApplicationModule(
    displayName = "Platform",
    allowedDependencies = {"kernel"})
@NullMarked
package dev.crossdock.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
