/** The database the hub stands on: its own, or one it is told of. */
@NullMarked
package dev.crossdock.platform.database;

import org.jspecify.annotations.NullMarked;
