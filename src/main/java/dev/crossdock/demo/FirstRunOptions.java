package dev.crossdock.demo;

/**
 * What the stand-ins of a first run are to be.
 *
 * @param sandboxPort where they answer; 0 for any free port
 * @param seed what their catalogue and traffic are made from, on the very first run
 * @param rate events a second
 */
public record FirstRunOptions(int sandboxPort, long seed, double rate) {}
