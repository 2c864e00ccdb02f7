/** Checks the files that integration engineers edit, before they run. */
@ApplicationModule(
    displayName = "Lint",
    allowedDependencies = {"kernel", "connectors", "mapping"})
@NullMarked
package dev.crossdock.lint;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
