@NullMarked
package dev.crossdock.console.alerts;

import org.jspecify.annotations.NullMarked;
