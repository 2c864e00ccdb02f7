@NullMarked
package dev.crossdock.console.syncs;

import org.jspecify.annotations.NullMarked;
