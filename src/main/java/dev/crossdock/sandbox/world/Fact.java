package dev.crossdock.sandbox.world;

import java.time.Instant;

/**
 * One thing that a stand-in told the world, and that a hub must therefore have booked exactly once.
 *
 * @param key the business key a hub must find by itself in what it was told
 * @param channel who told it
 * @param quantity units, never negative; for a count, what was counted
 * @param occurredAt when it happened, as precisely as the system says
 */
public record Fact(
    String key,
    FactKind kind,
    String channel,
    String sku,
    Place place,
    int quantity,
    Instant occurredAt) {}
