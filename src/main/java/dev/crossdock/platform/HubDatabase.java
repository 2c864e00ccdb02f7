package dev.crossdock.platform;

import java.util.Optional;

/**
 * The database of the running hub, embedded or not.
 *
 * @param owner who migrates it
 * @param app who the running hub is
 * @param sandbox who the stand-ins are, in a database of their own; empty when the database is not
 *     ours to give away
 */
public record HubDatabase(
    DatabaseLogin owner, DatabaseLogin app, Optional<DatabaseLogin> sandbox) {}
