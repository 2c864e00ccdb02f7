/** What a person sees and may do. */
@ApplicationModule(
    displayName = "Console",
    allowedDependencies = {
      "kernel",
      "catalog",
      "connectors",
      "delivery",
      "edge",
      "inventory",
      "sync",
      "platform",
      "mapping",
      "divergence",
      "alerts"
    })
@NullMarked
package dev.crossdock.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
