package dev.crossdock.connectors;

/** A channel that had refused our credential believes it again. */
public record ChannelTakesUs(String channel) {}
