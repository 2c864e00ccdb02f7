/** Who may look at the console, and how they say who they are. */
@NullMarked
package dev.crossdock.console.login;

import org.jspecify.annotations.NullMarked;
