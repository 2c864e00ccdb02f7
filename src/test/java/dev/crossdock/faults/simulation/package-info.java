/** The core of the hub in a world of dice: one thread, one seed, any order of events. */
@org.jspecify.annotations.NullMarked
package dev.crossdock.faults.simulation;
