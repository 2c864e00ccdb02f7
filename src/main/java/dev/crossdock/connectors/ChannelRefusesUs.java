package dev.crossdock.connectors;

/**
 * A channel does not believe our credential; it is asked and told nothing but a slow probe until it
 * does, and somebody has to give us another.
 *
 * @param code what it called it
 * @param why in its words
 */
public record ChannelRefusesUs(String channel, String code, String why) {}
