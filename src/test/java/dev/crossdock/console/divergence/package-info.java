@NullMarked
package dev.crossdock.console.divergence;

import org.jspecify.annotations.NullMarked;
