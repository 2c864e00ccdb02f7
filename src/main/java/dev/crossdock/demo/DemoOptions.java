package dev.crossdock.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a demo is to be.
 *
 * @param lasting how long there is traffic
 * @param seed what the catalogue and the traffic are made from
 * @param data where it keeps everything
 * @param resume whether to go on with a demo that was killed
 * @param rate events a second
 * @param lost the share of webhooks that never arrive
 * @param duplicated the share that arrives twice
 * @param reorderSeconds within how many seconds webhooks change places
 * @param throttled the share of calls that are answered 429
 * @param planted how many wrong messages of each kind are planted
 * @param settle how long things may take to settle
 * @param settings further settings of the hub, {@code --name=value}
 */
public record DemoOptions(
    Duration lasting,
    long seed,
    Path data,
    boolean resume,
    double rate,
    double lost,
    double duplicated,
    int reorderSeconds,
    double throttled,
    int planted,
    Duration settle,
    List<String> settings) {}
