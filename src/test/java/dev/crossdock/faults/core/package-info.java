/**
 * The hub without its web server, its broker and its routes: what fault tests kill by the hundred.
 */
@org.jspecify.annotations.NullMarked
package dev.crossdock.faults.core;
