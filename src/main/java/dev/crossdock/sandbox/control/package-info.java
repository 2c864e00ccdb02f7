/** How a person or a test tells the sandbox what to do, and asks what must be true. */
@NullMarked
package dev.crossdock.sandbox.control;

import org.jspecify.annotations.NullMarked;
