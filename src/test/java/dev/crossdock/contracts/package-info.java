/** The project's own files against what the systems published. */
@NullMarked
package dev.crossdock.contracts;

import org.jspecify.annotations.NullMarked;
