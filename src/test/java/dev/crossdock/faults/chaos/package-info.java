/** A day of trade in minutes, with a thousand mistakes in it that a comparison must find. */
@org.jspecify.annotations.NullMarked
package dev.crossdock.faults.chaos;
