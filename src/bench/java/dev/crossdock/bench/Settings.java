package dev.crossdock.bench;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How long is measured, and whether a missed floor fails the build.
 *
 * @param warmup before the first window, not counted
 * @param window of which the median counts
 * @param windows how many
 * @param messages of each round in which the hub works off what it holds
 * @param lag how long there is traffic at 50 events a second
 * @param part what alone is measured: intake, reservations, compare or demo; or all
 * @param compareRows of the largest catalogues that are compared
 * @param onlyReport whether a floor that is missed is only said
 * @param folder for what the measured processes keep
 * @param jar the hub as it is shipped
 */
record Settings(
    Duration warmup,
    Duration window,
    int windows,
    int messages,
    Duration lag,
    String part,
    int compareRows,
    boolean onlyReport,
    Path folder,
    Path jar) {
  /** Connections of the load, and threads of what has no connections. */
  static final int CONNECTIONS = 32;

  static Settings fromProperties() {
    return new Settings(
        Duration.ofSeconds(number("bench.warmup", 15)),
        Duration.ofSeconds(number("bench.window", 15)),
        number("bench.windows", 3),
        number("bench.messages", 15_000),
        Duration.ofSeconds(number("bench.lag", 30)),
        System.getProperty("bench.part", "all"),
        number("bench.compare-rows", 1_000_000),
        Boolean.getBoolean("bench.only-report"),
        Path.of(System.getProperty("bench.folder", "target/bench")),
        Path.of(System.getProperty("bench.jar", "target/crossdock.jar")));
  }

  /** The same, with a folder of its own in this one. */
  Settings within(String name) {
    return new Settings(
        warmup,
        window,
        windows,
        messages,
        lag,
        part,
        compareRows,
        onlyReport,
        folder.resolve(name),
        jar);
  }

  boolean measures(String one) {
    return part.equals("all") || part.equals(one);
  }

  private static int number(String name, int otherwise) {
    return Integer.getInteger(name, otherwise);
  }
}
