/** Runs {@code mappings/}: a system's document becomes ours, and back. */
@ApplicationModule(
    displayName = "Mapping",
    allowedDependencies = {"kernel"})
@NullMarked
package dev.crossdock.mapping;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
