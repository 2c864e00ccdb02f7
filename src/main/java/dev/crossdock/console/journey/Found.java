package dev.crossdock.console.journey;

import dev.crossdock.console.journey.Journey.Named;
import java.time.Instant;
import java.util.List;

/**
 * Everything the tables know of what was looked for.
 *
 * @param now the hub's time, to which ages are told
 * @param more whether there is more than was read
 */
record Found(
    Instant now,
    List<Named> names,
    List<Rows.Message> messages,
    List<Rows.Movement> movements,
    List<Rows.Change> changes,
    List<Rows.Target> targets,
    List<Rows.Posting> postings,
    List<Rows.Call> calls,
    boolean more) {

  /** Whether the calls that carried this are known, so that nothing need be read from its state. */
  boolean called(String channel, String key) {
    return calls.stream().anyMatch(c -> c.channel().equals(channel) && c.key().equals(key));
  }
}
