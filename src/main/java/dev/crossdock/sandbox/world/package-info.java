/** What all stand-ins share: the goods, the book of what is true, and how they are told to fail. */
@NullMarked
package dev.crossdock.sandbox.world;

import org.jspecify.annotations.NullMarked;
