/** The words every module shares; nothing here decides anything. */
@ApplicationModule(
    displayName = "Kernel",
    allowedDependencies = {})
@NullMarked
package dev.crossdock.kernel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
