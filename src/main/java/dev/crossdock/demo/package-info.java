/** The hub with its stand-ins: what a newcomer sees first, and what proves that it all adds up. */
@ApplicationModule(
    displayName = "Demo",
    allowedDependencies = {"kernel", "platform", "edge", "sync"})
@NullMarked
package dev.crossdock.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
