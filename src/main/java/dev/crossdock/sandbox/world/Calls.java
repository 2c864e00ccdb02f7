package dev.crossdock.sandbox.world;

import java.util.Map;
import java.util.TreeMap;

/** How often each system was called, and how often it refused. */
public final class Calls {
  private final Map<String, Map<String, Long>> counts = new TreeMap<>();

  /** One call that was served. */
  public void served(String channel, String operation) {
    count(channel, operation);
  }

  /** One call that was refused, for the reason given. */
  public void refused(String channel, String operation, String reason) {
    count(channel, operation + "/" + reason);
  }

  private synchronized void count(String channel, String what) {
    counts.computeIfAbsent(channel, unused -> new TreeMap<>()).merge(what, 1L, Long::sum);
  }

  /** All counts, by system and operation. */
  public synchronized Map<String, Map<String, Long>> all() {
    var copy = new TreeMap<String, Map<String, Long>>();
    counts.forEach((channel, operations) -> copy.put(channel, new TreeMap<>(operations)));
    return copy;
  }
}
