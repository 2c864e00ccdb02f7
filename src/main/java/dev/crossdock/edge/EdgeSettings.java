package dev.crossdock.edge;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The door for machines.
 *
 * @param port where webhooks are taken; 0 for any free port
 * @param address on which of the machine's addresses
 * @param threads how many requests are worked on at once
 * @param connections how many may be open at once
 * @param idle how long a connection may say nothing in mid-request
 */
@ConfigurationProperties("hub.edge")
record EdgeSettings(
    @DefaultValue("8081") int port,
    @DefaultValue("0.0.0.0") String address,
    @DefaultValue("64") int threads,
    @DefaultValue("2000") int connections,
    @DefaultValue("10s") Duration idle) {}
