@NullMarked
package dev.crossdock.mapping;

import org.jspecify.annotations.NullMarked;
