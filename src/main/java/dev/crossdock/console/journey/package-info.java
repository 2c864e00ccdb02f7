/** Hawtio behind our login, and the little of JMX that may be reached through it. */
@NullMarked
package dev.crossdock.console.journey;

import org.jspecify.annotations.NullMarked;
