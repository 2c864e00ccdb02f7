package dev.crossdock.connectors.calls;

import dev.crossdock.connectors.files.Secret;

/**
 * A token a system gave us for a while.
 *
 * @param secret the token itself
 * @param refreshAt when to get the next one, by the monotonic clock
 * @param expiresAt when it ends, by the monotonic clock
 * @param renewed whether it replaced one that was refused before its time
 * @param obtainedAt when we got it, by the monotonic clock
 */
record AccessToken(
    Secret secret, long obtainedAt, long refreshAt, long expiresAt, boolean renewed) {}
