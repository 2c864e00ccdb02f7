/**
 * Stand-ins for the systems we connect, on the wire only and in a process of their own; they share
 * nothing with the hub.
 */
@ApplicationModule(
    displayName = "Sandbox",
    allowedDependencies = {})
@NullMarked
package dev.crossdock.sandbox;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
