/**
 * The whole hub, its broker and its database as processes of their own, to be killed and paused.
 */
@org.jspecify.annotations.NullMarked
package dev.crossdock.faults.hub;
