package dev.crossdock.sandbox.shop;

import java.util.List;

/**
 * One message of the shop to the hub.
 *
 * @param id the same in every retry
 * @param eventId the same in every message about one event
 * @param body exactly what is signed and sent
 * @param facts numbers of the facts it tells
 */
record Webhook(
    String id, String eventId, String topic, String triggeredAt, String body, List<Long> facts) {}
