package dev.crossdock.sync;

/**
 * A snapshot has been read to its end, and stands in staging.
 *
 * @param snapshot its number in {@code sync_snapshots}
 * @param channel whose
 * @param entity of what: {@code stock}, {@code orders}
 * @param whole whether what it does not name is not there; a second look at a few items is not
 */
public record SnapshotTaken(long snapshot, String channel, String entity, boolean whole) {}
