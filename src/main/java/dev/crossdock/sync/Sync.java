package dev.crossdock.sync;

import org.jspecify.annotations.Nullable;

/**
 * A scheduled read of a channel; a file in {@code config/syncs/}.
 *
 * @param id its name, the same as its file's
 * @param channel who is asked
 * @param read what is asked, one of the reads in the connector's manifest
 * @param every how often, for example {@code 5s}
 * @param owner who is told when it fails
 */
record Sync(String id, String channel, String read, String every, @Nullable String owner) {}
