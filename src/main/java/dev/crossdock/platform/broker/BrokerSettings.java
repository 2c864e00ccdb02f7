package dev.crossdock.platform.broker;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much the broker may hold, and who works on it.
 *
 * @param consumers how many threads work on each queue
 * @param queueSize how much one queue may hold before a sender is refused
 * @param queueMessages how many messages one queue may hold before a sender is refused
 * @param totalSize how much all queues together may hold
 * @param attempts how often a message is handed out before it is set aside; the database decides
 *     what becomes of the work itself
 * @param retryAfter the wait before the second attempt, doubled for each further one
 */
@ConfigurationProperties("hub.broker")
record BrokerSettings(
    @DefaultValue("2") int consumers,
    @DefaultValue("16MB") DataSize queueSize,
    @DefaultValue("50000") long queueMessages,
    @DefaultValue("64MB") DataSize totalSize,
    @DefaultValue("5") int attempts,
    @DefaultValue("250ms") Duration retryAfter) {}
