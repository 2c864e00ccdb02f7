/** The tills' stand-in: what the stores sold, returned and counted, as dropped files. */
@NullMarked
package dev.crossdock.sandbox.tills;

import org.jspecify.annotations.NullMarked;
