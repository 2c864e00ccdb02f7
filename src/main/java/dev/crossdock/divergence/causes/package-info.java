/** Why something drifted, and what led to saying so. */
@NullMarked
package dev.crossdock.divergence.causes;

import org.jspecify.annotations.NullMarked;
