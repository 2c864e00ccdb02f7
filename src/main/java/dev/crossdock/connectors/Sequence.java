package dev.crossdock.connectors;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.crossdock.connectors.files.ShortDuration;
import java.time.Duration;
import java.util.List;

/**
 * Numbers that a system counts without a hole: the orders of a shop, the receipts of a till. A
 * number that is missing is a message that never came.
 *
 * @param name what is counted; topics that tell of the same thing share it
 * @param number where the number stands, {@code body:/pointer}; of {@code #1042} the digits count
 * @param per where that stands for which it begins anew, such as store, till and business day
 * @param grace how late one may be before somebody is told
 */
public record Sequence(
    String name,
    String number,
    List<String> per,
    @JsonDeserialize(using = ShortDuration.class) Duration grace) {
  private static final Duration USUAL = Duration.ofMinutes(15);

  /** Fills in what a short one leaves out. */
  public Sequence {
    per = per == null ? List.of() : List.copyOf(per);
    grace = grace == null ? USUAL : grace;
  }
}
