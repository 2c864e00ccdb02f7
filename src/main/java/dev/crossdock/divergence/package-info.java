/** Where two systems disagree, since when, why, and what is done about it. */
@ApplicationModule(
    displayName = "Divergence",
    allowedDependencies = {
      "kernel",
      "catalog",
      "connectors",
      "delivery",
      "inventory",
      "orders",
      "sync"
    })
@NullMarked
package dev.crossdock.divergence;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
