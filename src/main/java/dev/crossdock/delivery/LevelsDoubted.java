package dev.crossdock.delivery;

/**
 * A channel twice held another number than we believed; it should be asked what it shows.
 *
 * @param channel which one
 */
public record LevelsDoubted(String channel) {}
