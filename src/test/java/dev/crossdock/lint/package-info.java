@NullMarked
package dev.crossdock.lint;

import org.jspecify.annotations.NullMarked;
