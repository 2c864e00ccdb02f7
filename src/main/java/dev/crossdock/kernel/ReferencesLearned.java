package dev.crossdock.kernel;

/**
 * The catalogue knows names now that it did not know before; what was parked for an unknown name
 * may be tried again.
 *
 * @param channel whose names they are
 */
public record ReferencesLearned(String channel) {}
