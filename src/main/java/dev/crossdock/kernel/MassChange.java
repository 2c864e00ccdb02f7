package dev.crossdock.kernel;

import java.util.List;
import java.util.Optional;

/**
 * Tells a change of many things at once, which is most often somebody's mistake, from the work of a
 * day (rule R17).
 */
public interface MassChange {
  /** Of the failure that says so. */
  String CODE = "INV-020";

  /** Whether so many messages of a channel could be one at all; when not, nobody need look. */
  boolean possible(String channel, int messages);

  /** What these messages changed; asked within the transaction that did it. */
  Changed by(String channel, List<Long> messageIds);

  /** Why that is too much at once; empty when it is not. */
  Optional<Failure> tooMuch(String channel, String read, Changed changed);

  /**
   * How much was changed.
   *
   * @param places SKUs at a location that had a figure before
   * @param units up and down alike
   */
  record Changed(int places, long units) {
    public static final Changed NOTHING = new Changed(0, 0);

    public Changed and(Changed more) {
      return new Changed(places + more.places, units + more.units);
    }
  }
}
