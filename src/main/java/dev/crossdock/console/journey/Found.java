package dev.crossdock.console.journey;

import dev.crossdock.console.journey.Journey.Named;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything the tables know of what was looked for.
 *
 * @param now the hub's time, to which ages are told
 * @param readBack the channels that accept a level before they show it
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
    Set<String> readBack,
    boolean more) {

  /** When a channel last accepted a version of one of its levels; null when it did not. */
  @Nullable Instant accepted(Rows.Change change) {
    return calls.stream()
        .filter(c -> c.channel().equals(change.channel()) && c.key().equals(change.key()))
        .filter(c -> c.outcome().equals("accepted") && c.carried(change.version()))
        .map(Rows.Call::at)
        .max(Instant::compareTo)
        .orElse(null);
  }

  /** When a channel was last asked what it shows of this; null when it was not. */
  @Nullable Instant looked(Rows.Change change) {
    return calls.stream()
        .filter(c -> c.channel().equals(change.channel()) && c.key().equals(change.key()))
        .filter(Rows.Call::looks)
        .map(c -> c.at().plusMillis(c.millis()))
        .max(Instant::compareTo)
        .orElse(null);
  }

  /** Whether the calls that carried this are known, so that nothing need be read from its state. */
  boolean called(String channel, String key) {
    return calls.stream().anyMatch(c -> c.channel().equals(channel) && c.key().equals(key));
  }
}
