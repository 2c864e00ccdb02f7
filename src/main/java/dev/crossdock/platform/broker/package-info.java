/** The broker inside the process: transport only, wiped with it and refilled from the database. */
@NullMarked
package dev.crossdock.platform.broker;

import org.jspecify.annotations.NullMarked;
